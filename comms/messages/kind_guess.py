"""Guesses which kind of document a message asks for, by what it says."""

import re
from collections.abc import Sequence

from comms.messages.reading import Turn

IMPORTED = ("brief", "design-brief", "restock-brief", "order-confirmation", "change-request")
"""The kinds of documents that messages ask for."""


def _any(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z])(?:{english})(?![A-Za-z])|{chinese}", re.IGNORECASE)


_SIGNS = {
    "design-brief": (
        _any(
            r"posters?|banners?|flyers?|leaflets?|brochures?|logos?|artwork|packaging|labels?|sleeves?|stickers?"
            r"|mock-?ups?|hero images?|thumbnails?|illustrations?|icons?|infographics?"
            r"|cover (?:image|art)|roll-?ups?"
            r"|animations?|gifs?",
            r"海报|主图|详情页|横幅|传单|画册|包装|易拉宝|封面|背景|会场图|短视频|长图|头图|首图"
            r"|图标|插画|名片|展架|吊牌|贴纸",
        ),
        _any(
            r"\d+ ?(?:x|×|\*|by) ?\d+(?: ?(?:px|mm|cm|m))?|a[2-6]|dl size",
            r"\d+ ?[x×*] ?\d+|竖版|横版|像素|A[2-6](?!\d)",
        ),
        _any(
            r"png|jpe?g|webp|psd|print[- ]ready|cmyk|pdf|bleed|design(?:er)?",
            r"设计|出图|白底|源文件|文案|风格|画面|CMYK|印刷",
        ),
    ),
    "restock-brief": (
        _any(
            r"on hand|in stock|stock(?:ed|out)?|out of|running low|left|inventory|warehouse|sold out",
            r"库存|现货|现有|断货|缺货|快没了|[只还仓库]剩|还有|告急|安全库存",
        ),
        _any(
            r"re-?stock(?:ing)?|re-?order|replenish(?:ment)?|top up|order more|send some more",
            r"补货|补(?=\d|了|[一两三]|批|点)|再订|追单|备货",
        ),
        _any(
            r"a day|per day|daily sales|sell(?:s|ing)?|a week|lead time"
            r"|supplier (?:needs|quotes)|safety stock|in transit",
            r"日销|日均|一天(?:卖|走|能)|月销|交期|在途|预售|工厂(?:说|要)|供应商",
        ),
    ),
    "order-confirmation": (
        _any(
            r"exw|fca|fas|fob|cfr|cif|cpt|cip|dap|dpu|ddp|incoterms?",
            r"(?<![A-Z])(?:EXW|FCA|FOB|CFR|CIF|DAP|DDP)|装运|装船|唛头|分批",
        ),
        _any(
            r"t/t|l/c|deposit|in advance|letter of credit|after b/l|against (?:copy )?doc(?:ument)?s"
            r"|balance|net \d+|payment(?: terms)?",
            r"定金|订金|尾款|预付|电汇|信用证|付清|月结|账期|发货前付|开证",
        ),
        _any(
            r"at (?:usd|eur|gbp|cny|[$€£])|per (?:pcs?|pc|ctn|unit|set|piece)|each|unit price"
            r"|(?:usd|eur|gbp) ?\d|\d (?:pcs|ctns?|cartons|sets)",
            r"单价|含税|不含税|元/|/[件台只个套箱]|美金|价格 ?\d",
        ),
        _any(
            r"confirm (?:our|the|this|my)? ?order|purchase order|our po|we (?:agree|accept)|deal"
            r"|place (?:an|the|this) order",
            r"确认订单|下单(?!了)|订购|采购订单|我们订|就定|成交|order",
        ),
    ),
    "change-request": (
        _any(
            r"change (?:the|our|of|order)|amend(?:ment)?|instead of|rather than|bump|increase|reduce"
            r"|postpone|push back|later|drop|cancel",
            r"改成|改为|改到|调整|变更|推迟|提前|延后|晚[一两]?周|加到|减到|取消|增加|减少",
        ),
        _any(
            r"so-\d{4}-\d+|(?:from|was) [^.\n]{1,30} to ",
            r"SO-\d{4}-\d+|原来|原订单|原定|从.{1,20}(?:改|调|加|减|到)",
        ),
        _any(
            r"so-\d{4}-\d+|your order confirmation|our order [a-z]*-?\d+",
            r"SO-\d{4}-\d+|订单 ?[A-Z]{2}-?\d+|已确认的订单",
        ),
    ),
}
"""The signs of each kind; a message that has none of them is a general brief."""
_FEWEST = {"design-brief": 1, "restock-brief": 2, "order-confirmation": 2, "change-request": 2}
"""The fewest signs that make a message one of a kind: a word of stock or of change stands in others too."""
_LONGEST = 40_000
"""The most characters of a message by which its kind is guessed, the last ones."""


def guessed_kinds(message: str, turns: Sequence[Turn]) -> tuple[str, ...]:
    """Return the kind that a message asks for; several if it shows as many signs of one as of the other."""
    said = "\n".join(
        f"{turn.subject} {message[turn.start : turn.end]}" for turn in turns if not turn.is_quoted
    )
    said = said[-_LONGEST:]
    counts = {kind: sum(sign.search(said) is not None for sign in signs) for kind, signs in _SIGNS.items()}
    counts = {kind: count for kind, count in counts.items() if count >= _FEWEST[kind]}
    shares = {kind: count / len(_SIGNS[kind]) for kind, count in counts.items()}
    return tuple(kind for kind in shares if shares[kind] == max(shares.values())) or ("brief",)
