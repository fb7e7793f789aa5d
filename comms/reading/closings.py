"""The end of a letter below the last answer of a request: thanks, greetings, a signature, a quoted mail."""

import re

_THANKS = (
    r"(?:many |best |kind(?:est)? |warm(?:est)? )?(?:regards|wishes)|(?:many )?(?:thanks|thx)"
    r"(?: (?:a lot|so much|very much|again|everyone|all|team|(?:in advance|for|and)\b.*))?"
    r"|thank you(?: (?:so|very|in|for|and|all|again)\b.*)?|cheers|best|sincerely|yours(?: \w+)?|br|kr|rgds"
    r"|(?:many thanks|thanks|cheers|best|regards|thank you), ?[\w .'-]{1,30}"
)
_CLOSING = re.compile(
    rf"(?:{_THANKS}|looking forward\b.*|(?:please )?let (?:me|us) know\b.*|have a (?:nice|good|great) \w+"
    r"|talk soon|(?:any|if you have(?: any)?) questions?\b.*|--|sent from my .*|hope (?:this|that) helps.*"
    r"|(?:先|多|非常|十分|提前|万分)?(?:谢谢|感谢|多谢|谢了|謝謝|感謝|辛苦|拜托|麻烦)"
    r"(?:大家|各位|您|你|支持|配合|理解|帮助|帮忙|啦|了|哦|的|,)*"
    r"|如?有(?:任何)?(?:疑问|问题|疑問|問題).{0,30}|(?:此致|敬礼|顺[颂祝]商祺|祝好|祝商祺|祝工作顺利|以上)"
    r"|(?:期待|盼|望)(?:您|你)?的?(?:回复|答复|反馈|知悉|批准).{0,10}|请(?:知悉|查收|审批|批示))[\s,，.。!！~～;:…🙏]*",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(
    r"[\s,，.。;；!！(（]+(?:(?:many )?(?:thanks|thank you|thx)(?: (?:a lot|so much|in advance|again))?"
    r"|(?:先|多|非常)?(?:谢谢|感谢|多谢|謝謝|感謝|辛苦)(?:大家|各位|您|你|了|啦)*)[\s.。!！~～)）🙏]*\Z",
    re.IGNORECASE,
)
_QUOTED_MAIL = re.compile(
    r"(?:on\b.{5,80}\bwrote|.{5,80}(?:写道|寫道)|-{2,} ?(?:original|forwarded) message ?-*)[:：]?\s*",
    re.IGNORECASE,
)
_SIGN_OF_MAIL = re.compile("wrote|写道|寫道|message", re.IGNORECASE)
_SIGNED = re.compile(
    r"[^\d|:：]{1,60}|\W*(?:(?:tel|phone|mobile|电话|手机|t|m)\W*)?\+?[\d() -]{7,20}", re.IGNORECASE
)
"""A line of a signature: a name, a company, a telephone number."""
_BETWEEN = re.compile(r"[,，。.!！;；/]+")
_MOST_LINES = 12
_LONGEST = 120


def without_closing(text: str) -> str:
    """Return a text without the closing of a letter at its end; words that a card shall say are none."""
    lines = text.split("\n")
    cut = end = _begin_of_quoted_mail(lines) if _SIGN_OF_MAIL.search(text) else len(lines)
    for number in range(end - 1, max(end - _MOST_LINES, 0) - 1, -1):
        line = lines[number].strip()
        if _closes(line):
            cut = number
        elif line and not _SIGNED.fullmatch(line):
            break
    above = "\n".join(lines[:cut]).rstrip()
    return text if cut == len(lines) or above.endswith((":", "：")) else above


def _closes(line: str) -> bool:
    if len(line) > _LONGEST or any(map(str.isdigit, line)):
        return False
    parts = [part for part in _BETWEEN.split(line) if part.strip()]
    return bool(parts) and bool(_CLOSING.fullmatch(line) or all(map(_CLOSING.fullmatch, parts)))


def without_thanks(name: str) -> str:
    """Return a name without the thanks behind it: "Lena Brandt, thanks!"."""
    return name[:-_LONGEST] + _LAST_WORDS.sub("", name[-_LONGEST:])


def _begin_of_quoted_mail(lines: list[str]) -> int:
    """Return the number of the line that announces a quoted mail, or the number of lines if none does."""
    return next((number for number in range(len(lines)) if _is_quoted_mail(lines, number)), len(lines))


def _is_quoted_mail(lines: list[str], number: int) -> bool:
    """Return whether a line announces a mail of somebody else that is quoted below it."""
    line = lines[number].strip()
    is_open = len(line) <= _LONGEST and bool(_QUOTED_MAIL.fullmatch(line))
    return is_open and all(
        not below.strip() or below.lstrip().startswith(">") for below in lines[number + 1 :]
    )
