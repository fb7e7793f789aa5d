"""Whether a text names one person, and what leaves open who it is: "nobody yet", "Lena or Tom"."""

import re
import unicodedata

from comms.terms.lazy_patterns import LazyPattern

_LONGEST = 60
_MOST_WORDS = 6
_MOST_CHINESE = 20
_MOST_PARTS = 4
"""The most characters, words and parts of a name with its department."""

_OPEN = LazyPattern(
    r"(?:nobody|no[ -]?one|not|no owner|none|unassigned|unowned|undecided|unknown|unclear|vacant|open|tb[acd]"
    r"|to be (?:assigned|announced|confirmed|decided|defined|determined|hired|named|agreed|found)"
    r"|any(?:one|body)|every(?:one|body)|who(?:so)?ever|depends"
    r"|maybe|perhaps|probably|possibly|presumably|likely|either)\b.*"
    r"|(?:me|myself|i|us|we|you|yourself|yourselves|him|her|he|she|they|them|it|your? (?:team|side)"
    r"|all(?: of (?:us|you))?"
    r"|both|the (?:same|usual)(?: (?:one|person|people))?|as (?:usual|always|last time))"
    r"|(?:还没|還沒|尚未|暂未|暫未|暂无|未定|未指[定派]|未分配|未安排|未确|没定|没有|没人|無人|无人|待[定分安确指招]|谁|誰"
    r"|任何人|随便|都可以|都行|看情况|另行|再说|再定|可能|也许|大概|或许|应该是|不是|不确定|不知道).*"
    r"|(?:我|本人|我自己|我们|咱们|大家|你|您|你们|他|她|他们|同上|老样子|照旧)"
)
_OR = re.compile(r"\w\s*(?<![A-Za-z])or(?![A-Za-z])\s*\w|[\w)）]\s?(?:或者?|还是|還是)\s?\w")
_UNSURE = LazyPattern(
    r".*(?:[?？]|[(（ ](?:tb[acd]|maybe|perhaps|probably|to be (?:confirmed|decided|agreed)"
    r"|not sure|pending)[)）]?"
    r"|[(（]?(?:待定|待确认|暂定|可能|未定|还没定)[)）]?)"
)
_SIGNS = " \t\n.。!！,，;；*_`\"'“”"
_AND = LazyPattern(
    r"\s*[,，、/&+＋]\s*|\s+(?:and|und|plus|with)\s+|(?<=[\w)）])\s*(?:和|与|以及|及|跟)\s*(?=\w)"
)
_ENDS = LazyPattern(r"[;；。!！?？\n:：]|(?<!\b[A-Z])(?<!Dr|Mr|Ms|St)(?<!Mrs)(?<!Prof)\.(?=\s)")
_SAYS_MORE = LazyPattern(
    r"\b(?:is|are|was|were|will|would|does?|did|has|have|had|should|can|could|may|might|must|needs?|if|when|until"
    r"|because|but|so|not|please|ask|tell|see|check|then|who|which|that|it|he|she|they|we|i|you|approves?|decides?"
    r"|helps?|owns?|makes?|writes?|instead|decided|named|announced|chosen|next|last"
    r"|week|month|tomorrow|later|soon|same|above|below|time"
    r"|my|for|of course|absence|leave|holiday|vacation|yet|still|now|was|formerly|unless|except|only"
    r"|after|before|since|while|once|nobody|unassigned)\b"
    r"|n't\b|如果|因为|所以|需要|请|来做|不|先(?!生)|吧|找|(?<!顾)问|等|帮|让|但|可以|应该|没|时候|是"
    r"|休假|请假|出差|离职|不在|[我你您他她]|这次|交给|由|完成|需求|配合|协助|支持|负责|验收|审[核批]|批准"
)
_ALSO_NAMES = re.compile(
    r"\b(?:Will|May|He|You|So|Do)(?=\s[A-Z])|(?<=[a-z]\s)(?:May|Will|He|You|So|Do)\Z|\A(?:Will|May)\Z"
)
_PRONOUNS = re.compile(r"[(（](?:she|he|they)/\w+[)）]")
_ROLE = re.compile(
    r"(?:owner|approver|requester|reviewer|assignee|responsible|负责人|验收人?|审[核批]人?)\s", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]|<[^<>]*>")
_FIELD = (
    r"(?:design|marketing|retail|sales|products?|logistics|warehouse|e-?commerce|it|finance|accounting|purchasing"
    r"|procurement|operations|ops|legal|hr|human resources|photo(?:graphy)?|studio|content|quality|qa"
    r"|supply(?: chain)?|support|service|research|data|engineering|development|merchandising"
    r"|communications?|pr|digital|online|social|media|web|ux|ui|crm)"
)
_CHINESE_FIELD = (
    "(?:设计|产品|运营|市场|销售|采购|文案|品牌|电商|仓库|仓储|物流|财务|摄影|工程|技术|研发|开发|测试|客服|法务"
    "|人事|行政|供应链|商品|生产|质检|品控|视觉|内容|新媒体|推广|行销|外贸|数据)"
)
_FUNCTION = LazyPattern(
    rf"\b(?:{_FIELD}|brand|store|shop"
    r"|team|dept|department|agency|office|unit|group|manager|lead|head|director|designer|developer|engineer|buyer"
    r"|planner|coordinator|assistant|intern|officer|photographer|editor|writer|analyst|owner|ceo|cto|coo|cmo|vp"
    r"|gmbh|ag|ltd|limited|inc|llc|corp|co|company|b\.?v)\b|^\S*(?:[部组組科室处處司店厂廠]|团队|中心|经理|总监|主管)$"
    rf"|^{_CHINESE_FIELD}*(?:{_CHINESE_FIELD}|师|专员|助理)$"
    r"|^\S*@\S*$|^\S*://\S*$|^\W*\d[\d\W]*$",
    re.IGNORECASE,
)
"""What is no other person beside a name: a department, a post, a company, an address, a number."""
_PEOPLE_OF = "(?:的?(?:同事|同学|人员|人))?"
_GROUP = LazyPattern(
    rf"(?i:(?:(?:the|our|your) )?(?:team )?{_FIELD}(?:[ -]{_FIELD})*"
    r"|(?!.*\b(?:from|of|in|at|for)\b)(?:(?:the|our|your) )?(?:[\w&-]{1,20}[ -]){0,2}"
    r"(?:teams?|dept\.?|departments?|division|crew)"
    rf"|{_CHINESE_FIELD}{{1,3}}[部组組科室处處方侧端线岗]?[门門]?{_PEOPLE_OF}"
    r"|\w{0,12}(?:\w\w部|[总總]部|部[门門]|[小专專项項]?[组組]|团队|團隊|\w\w中心|办公室|车间|委员会)"
    rf"{_PEOPLE_OF})"
)
"""A department, a team or a field of work."""


def leaves_open(text: str) -> bool:
    """Return whether a text says in words that it is open who does something, or only "me"."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).casefold().replace("’", "'").strip(_SIGNS)
    return bool(_OPEN.fullmatch(folded) or _UNSURE.fullmatch(folded) or _is_alternative(text))


def _is_alternative(text: str) -> bool:
    return (
        len(text) <= _LONGEST
        and bool(_OR.search(text))
        and not _SAYS_MORE.search(_OR.sub(" ", text.casefold()))
    )


def is_one_name(text: str) -> bool:
    """Return whether a text is one name, of a person or a team, perhaps with a department."""
    bare = text.strip(_SIGNS)
    if not bare or len(bare) > _LONGEST or _ENDS.search(_BRACKETED.sub(" ", bare)) or leaves_open(bare):
        return False
    said = _BRACKETED.sub(" ", bare)
    if (
        _SAYS_MORE.search(_PRONOUNS.sub("", _ALSO_NAMES.sub("", bare).casefold()))
        or _ROLE.match(bare)
        or bare.count(" @")
        or len(said.split()) > _MOST_WORDS
    ):
        return False
    if sum("㐀" <= sign <= "鿿" for sign in said) > _MOST_CHINESE or not re.search(r"[^\W\d]", said):
        return False
    parts = [part for part in _AND.split(said) if part.strip()]
    return sum(not _FUNCTION.search(part.strip()) for part in parts) <= 1 and len(parts) <= _MOST_PARTS


def is_companion(text: str) -> bool:
    """Return whether a text is what stands beside a name, such as a department, without a name."""
    parts = [part for part in _AND.split(_BRACKETED.sub(" ", text)) if part.strip()]
    return bool(parts) and all(_FUNCTION.search(part.strip()) for part in parts)


def is_group(text: str) -> bool:
    """Return whether a text names only departments, teams or fields of work, and no person."""
    if len(text) > _LONGEST:
        return False
    parts = [part.strip(_SIGNS) for part in re.split(rf"[()（）]|{_AND.pattern}", text)]
    named = [part for part in parts if part]
    return bool(named) and all(_GROUP.fullmatch(part) for part in named)


def names_in(text: str) -> list[str]:
    """Return the names in a list such as "Tom, Ana and Mia"."""
    parts = (part.strip(_SIGNS) for part in re.split(rf"[;；\n]|{_AND.pattern}", text))
    return [part for part in parts if part]
