"""What a template or a form asks for, left where the answer is due: [link to the brief], 请填写预算.

A line in brackets, in italics or behind `<` is a prompt more easily than a plain one, since nobody dresses an
answer like that: `[What you want it to look like]`, `_Describe the goal here_`, `<your name>`. A line with a
figure is an answer, but for an example and for the length that is asked for ("in 2–3 sentences").
"""

import re

from comms.terms.lazy_patterns import LazyPattern

_FORM_VERBS = (
    "describe|explain|specify|enter|insert|fill|indicate|outline|summari[sz]e|tell us|let us know|state"
    "|briefly|provide|replace|type"
)
"""What only a form asks for. What a request may ask for as well is in `_VERBS`."""
_VERBS = (
    f"{_FORM_VERBS}|add|list|attach|include|write|name|choose|select|pick|link|paste|mention|give|upload"
    "|detail|complete|tick|summary|define|identify|quantify|remove|delete"
)
_ASKING = (
    "what|why|when|where|who|whom|whose|which|how|is|are|do|does|did|can|could|should|will|would|has|have|any"
)
_ASKING_ZH = "什么|什麼|哪|谁|誰|如何|怎么|怎麼|怎样|为何|為何|何时|何時|多少|几|是否|吗|嗎|呢|有没有"
_NOUN = (
    "(?:names?|surname|dates?|day|time|deadline|title|links?|urls?|numbers?|amount|hours|page|device|warehouse|quantity|qty|budget|costs?"
    "|price|currency|owner|requester|approver|persons?|people|team|department|company|client|customer|project"
    "|product|campaign|brand|event|channels?|platforms?|location|place|address|e-?mail|phone|contact|role"
    "|position|goals?|objectives?|reasons?|purpose|background|description|details|summary|text|content|value"
    "|answer|field|options?|items?|files?|images?|format|sizes?|dimensions|style|method|references?|version|id"
    "|sentence|launch|request|task|feature|audience|unit)"
)
_AROUND = "(?:your|my|our|the|a|an|of|and|or|for|to|first|last|full|due|start|end|delivery|short|here)"
_NOUN_ZH = (
    "姓名|名称|名字|日期|时间|链接|地址|金额|数量|内容|描述|说明|部门|公司|客户|产品|项目|负责人|联系人|电话|手机|邮箱|渠道"
    "|平台|预算|目标|原因|背景|要求|规格|尺寸|格式|数字|文字|文本|文案|标题|编号|备注|单位|附件|需求|任务|你的|您的|填写"
    "|的|或|和|及|与|/|、"
)
_NAMES_ONLY = LazyPattern(
    rf"(?:(?:{_AROUND}|{_NOUN})(?:'s)?[ _/,-]+)*{_NOUN}|(?:{_NOUN_ZH}){{1,5}}|[某×x]{{2,4}}"
    r"|(?:yes|no|y|n|是|否) ?/ ?(?:yes|no|y|n|是|否)"
)
"""The names of values and nothing else, as in `<project name>`."""
_HERE = r"\b(?:here|below|above)\W*$"
_EXAMPLE = re.compile(
    r"e\.? ?g\b|for (?:example|instance)\b|例如|比如|譬如|(?:如|例|示例|样例|范例|範例):|lorem ipsum"
    r"|(?:item|idea|point|bullet|thing|example)s? ?(?:\d|one|two|three)$|.*['\"\[]\.{3,}['\"\]]"
)
"""What is an example or stands for one, whatever figures it has."""
_TOLD = "describe|explain|specify|indicate|outline|tell us|state|summari[sz]e|identify"
_THING = (
    "problem|context|issue|feature|request|goal|idea|solution|background|purpose|need|change|benefit|impact"
)
_PLAIN = LazyPattern(
    r"an? (?:\w+ )?(?:and )?(?:clear|concise|short|brief|detailed|full) "
    r"(?:and \w+ )?(?:description|summary|explanation|overview|list|outline|statement) of\b"
    r"|any (?:other|additional|further|relevant) \w+|if (?:applicable|relevant|known),? (?:please )?\w+"
    rf"|(?:please )?(?:{_TOLD})\b(?:.*\b(?:you|your)\b|(?: (?:the|any|what|a))+ (?:{_THING})|.*\be\.g\b)"
    r"|(?:please )?(?:give|provide|write|add|include) (?:an? |any |some )(?:\w+ ){0,2}"
    r"(?:description|summary|explanation|overview|evidence|details)\b|provide (?:evidence|details)\b"
    r"|(?:select|choose|pick) (?:an? |the |your |one )?\w+(?: \w+)?(?:\.{2,}|…)$"
    r"|(?:please )?(?:describe|explain|specify|enter|fill|type|write|list)\b[^:]*\b(?:here|below)$"
    r"|(?:please )?(?:insert|paste|add|attach|give|provide)\b[^:]*\bhere$"
    r"|please (?:\w+ly )?(?:describe|explain|specify|enter|fill (?:in|out)|indicate|select|outline"
    r"|summari[sz]e|tell us|let us know|type|be specific)\b(?!.*:.*\w)"
    r"|(?:click|tap)(?: or (?:tap|click))?(?: here)? to (?:enter|choose|add|insert|select)\b"
    r"|(?:choose|select|pick) (?:an? |one )?(?:item|option|value|date|building block|from (?:the )?list)\b"
    r"|(?:-+ *)?(?:choose|select|pick)(?: one)?[ .…-]*$"
    r"|(?:please )?(?:choose|select|tick|check|mark|pick) (?:one|all|any)\b(?! \w+ \w+ \w+ \w+)"
    rf"|your {_NOUN}(?: {_NOUN})?$"
)
_PLAIN_CHINESE = LazyPattern(
    rf"[您你]的(?:{_NOUN_ZH})|请?(?:单击|点击)(?:或点击)?(?:此处|这里)|(?:此处|这里)(?:填写|输入|描述|说明|写)"
    r"|[请請]?(?:在此|在这里|在這裡|在下[方面]|于此)[处處]?[一-鿿]{0,4}(?:填|输入|輸入|描述|简述|说明|補充|补充|列出|写)"
    r"|[请請](?:务必|简要|简单|详细|具体|如实|尽量|按[一-鿿]{1,6}|根据[一-鿿]{1,8})*"
    r"(?:填|输入|輸入|选择|選擇|勾选|描述|简述|簡述|概述|详述|注明|写明|说明|說明|阐述|列明)(?!.*:.*\w)"
    r"|[请請]?(?:选择|選擇|选取)(?:一个|一)?(?:选项|项|項|日期)?\W*$|可?(?:多选|单选|複選|單選)\W*$|[请請](?:勿|不要)(?:删除|修改)"
)
_ASIDE = LazyPattern(
    rf"(?:please )?(?:{_FORM_VERBS})\b|.*\b(?:you|your)\b|.*{_HERE}|(?:{_ASKING})\b[^?]*\?"
    rf"|(?:tip|hint|note|example|help)s?\b[*_]*:|{_NOUN}(?:(?:, | and | or | ?/ ?)(?:{_AROUND} )*{_NOUN})+$"
    r"|填写|描述|简述|说明|输入|概述|列出|简要|详细|阐述|写明|注明|补充|提示|示例"
)
"""A prompt in italics or in a quotation."""
_IN_BRACKETS = LazyPattern(
    rf"(?:please )?(?:{_VERBS}|{_ASKING})\b"
    rf"|(?:\W*{_AROUND}\b)*(?:\W*(?:one|any|brief|clear|full|short|max)\b)*\W*{_NOUN}\b"
    r"(?: (?:of|for|to|in|when|that|and|or|with|by|from)\b.*)?$"
    r"|.*(?:\b(?:you|your|e\.g|if any|if applicable|optional|required|etc)\b|(?:\.\.\.|…)$)"
    r"|[请請填您你]|描述|简述|说明|输入|概述|列出|简要|详细|阐述|写明|注明|补充|选择|什么|如何|例如|如有|.*(?:必填|选填)$"
)
_QUESTIONS = LazyPattern(
    rf"(?:(?:and |or |so |also )?(?:{_ASKING})\b[^?.!]*\?\s*)+|(?:[^?。!]*(?:{_ASKING_ZH})[^?。!]*\?\s*)+"
)
_LENGTH_ASKED = re.compile(
    r"\d+(?: ?(?:-|–|to|至|到) ?\d+)? ?"
    r"(?:sentences?|words?|lines?|characters?|chars|bullets?|points|[字句行条])"
)
_SLOT = re.compile(r"\{\{[^{}]*\}\}|\$\{[^{}]*\}|\{%[^{}]*%\}|\{[^{}\d:]*\}|<[^<>]*>|_{2,}")
"""A name in braces or angle brackets, a tag, or a blank: {{owner}}, <$DATE>, </a>, ____."""
_SIGN_OF_SLOT = re.compile("[<{_]")
_BLANK = re.compile(r"_{3,}")
_SHOWN = re.compile(r"<(?:img|video|audio|iframe|svg|object|embed|input)\b|<[^<>\s]*(?:://|@)")
"""What is an answer without any words: a picture, an address in angle brackets."""
_DATE_TO_FILL_IN = re.compile(
    r"(?:format:? |格式:?)?(?:y{4}|d{1,2}|m{1,3})[-/. ]?(?:m{1,3}|d{1,2})[-/. ]?(?:y{4}|y{2}|d{1,2})"
    r"(?: hh:mm(?::ss)?)?|(?:(?:20)?[\s_x×y]*年)?[\s_x×m]*月[\s_x×d]*[日号]?"
)
_BESIDE_SLOTS = re.compile(
    r"(?:\b(?:by|on|at|from|to|until|before|and|or|for|x|h|hours?|days?|weeks?|pcs|pieces|eur|usd|cny|rmb|gbp)\b"
    r"|[元万天日号年月周件张个人]|小时|[^\w\d])*+"
)
_PAIRS = dict(zip("([【<_*", ")]】>_*", strict=True))


def is_prompt(folded: str, is_quoted: bool = False) -> bool:
    """Return whether a line, given in lower case and half-width, is what a template asks for."""
    inner, dress = _undressed(folded)
    in_brackets, is_aside = dress in tuple("([【"), is_quoted or dress in tuple("_*")
    is_named = (in_brackets or is_quoted) and _NAMES_ONLY.fullmatch(inner)
    if is_named or _EXAMPLE.match(inner) or _DATE_TO_FILL_IN.fullmatch(inner) or _is_to_fill_in(folded):
        return True
    asks = (
        _PLAIN.match(inner)
        or (not inner.isascii() and _PLAIN_CHINESE.match(inner))
        or (in_brackets and _IN_BRACKETS.match(inner))
        or (is_aside and _ASIDE.match(inner.strip("*_")))
    )
    return bool(asks) and not _has_figure(_LENGTH_ASKED.sub("", inner))


def is_question(folded: str) -> bool:
    """Return whether a line, given in lower case and half-width, consists of questions without a figure."""
    if "?" not in folded:
        return False
    text = _SLOT.sub("", _undressed(folded)[0]).strip()
    return text.endswith("?") and not _has_figure(text) and bool(_QUESTIONS.fullmatch(text))


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


def _undressed(folded: str) -> tuple[str, str]:
    """Return the words of a line within brackets or stars, and the opening sign; "" if it has none."""
    opening, closing = folded[:1], _PAIRS.get(folded[:1])
    if closing is None or not folded.endswith(closing):
        return folded, ""
    inner = folded.strip(opening) if opening == closing else folded[1:-1]
    is_one = opening not in inner and closing not in inner
    return (inner.strip(), opening) if is_one else (folded, "")


def _is_to_fill_in(folded: str) -> bool:
    """Return whether a line has several blanks, or consists of values to fill in but for a unit or "by"."""
    if not _SIGN_OF_SLOT.search(folded):
        return False
    if len(_BLANK.findall(folded)) > 1 and not _has_figure(folded):
        return True
    if not _SLOT.search(folded) or _SHOWN.search(folded):
        return False
    return bool(_BESIDE_SLOTS.fullmatch(_SLOT.sub(" ", folded)))
