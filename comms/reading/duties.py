"""What a clause says that somebody does: "Lena does it", "Tom approves", 由李明负责, 审核找王芳."""

import re

from comms.language.traditional import simplified

_OBJECT = (
    r"(?: (?:it|this|that|everything|the (?:work|job|task|delivery|request|project|whole thing)"
    r"|the (?:result|final version|charts?|texts?)|for (?:it|this)"
    r"|(?:for|of) the (?:work|job|task|delivery|request|project)))?"
    r"(?: (?:all|alone|himself|herself|in the end))?"
)
_WILL = r"(?:will |'ll |is going to |should |must |shall |has to |can )?"
_BEFORE = r"(?:(?:and|so|but|then|while|therefore|i think) )?"
_NAME = r"(?P<name>\S.{0,39}?)"
_OWNS = (
    r"do(?:es)?|owns?|handles?|delivers?|makes?|builds?|takes? care of|leads?|takes?|prepares?"
    r"|carr(?:y|ies) out"
)
_APPROVES = (
    r"approves?|signs?(?: it| this)? off|reviews?|decides?|accepts?|checks?|has the last word|has final say"
)
_DUTIES = (
    (
        "owner",
        r"(?:the |our )?(?:owner|responsible(?: person)?|assignee|person in charge) (?:is|will be) {name}",
    ),
    (
        "owner",
        r"{name} (?:is|will be) (?:the |our )?(?:owner|assignee|responsible|accountable|in charge){object}",
    ),
    ("owner", r"{name} {will}(?:{owns}){object}"),
    ("owner", r"(?:done|delivered|made|handled|owned|prepared|carried out) by {name}"),
    ("owner", r"(?:assigned|given) to {name}"),
    ("approver", r"(?:the |our )?(?:approver|reviewer) (?:is|will be) {name}"),
    ("approver", r"{name} (?:is|will be) (?:the |our )?(?:approver|reviewer)"),
    ("approver", r"{name} {will}(?:{approves}){object}(?: on it)?"),
    (
        "approver",
        r"(?:ask|get|need|with|please ask)?(?: ?approval (?:by|from|of))? ?{name}"
        r" for (?:approval|sign-?off|review)",
    ),
    ("approver", r"(?:approved|signed off|reviewed|checked|accepted) by {name}"),
    ("approver", r"(?:get |ask for |needs? )?(?:approval|sign-?off) (?:by|from|of|is with|lies with) {name}"),
    ("requester", r"(?:requested|asked(?: for)?) by {name}"),
    ("requester", r"{name} (?:requests|requested|asks|asked)(?: for)? (?:it|this)"),
    ("owner", r"(?:owner|assignee) (?:is )?{name}"),
    ("owner", r"(?:负责人?|执行人?|承办人?|做的人)(?:是|为|由|找| ) ?{name}"),
    ("owner", r"(?:负责人|交给|安排) ?{name}"),
    ("approver", r"(?:approver|reviewer) (?:is )?{name}"),
    ("approver", r"(?:验收人|审核人|审批人|批准人) ?{name}"),
    (
        "owner",
        r"(?:由|让|请|找|交给|安排)? ?{name} ?(?:来|全权|具体|主要?|去)?"
        r"(?:负责|执行|承办|跟进|制作|主导|牵头|交付|做){thing}",
    ),
    (
        "approver",
        r"(?:审核|验收|批准|审批|把关|签字|确认|复核)(?:人|者)?(?:找|由|是|为|请|问|给) ?{name}(?:来|负责)?",
    ),
    (
        "approver",
        r"(?:由|让|请|找|交给)? ?{name} ?(?:来|去|最终|最后|负责)?"
        r"(?:审核|验收|批准|审批|把关|签字|拍板|复核|确认){thing}",
    ),
    ("requester", r"(?:由)? ?{name} ?(?:提出|提的?需求|发起|申请){thing}"),
)
"""Roles with what a whole clause says of the person who has it."""
_THING = (
    r"(?:本次|这次|此次)?(?:制作|执行|交付|设计|这件事|此事|这个|项目|工作|需求|全部)?"
    r"(?:就好|就行|即可|吧|的|了|就可以)?"
)
_PATTERNS = [
    (
        role,
        re.compile(
            rf"{_BEFORE}(?:所以|那就|那么|然后|最后|最终|完成后|做完后|(?:本|此|这个?)(?:需求|项目|次|工作|事)?(?=由))?"
            + form.format(
                name=_NAME, object=_OBJECT, will=_WILL, owns=_OWNS, approves=_APPROVES, thing=_THING
            ),
            re.IGNORECASE,
        ),
    )
    for role, form in _DUTIES
]
_QUESTIONS = re.compile(
    r"\bquestions?\b|\b(?:talk|speak|reach out|turn|write) to\b|疑问|疑問|有问题|有問題|咨询|諮詢|问题找",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"\bcontact\b|\bcall\b|联系|聯繫|聯絡", re.IGNORECASE)
_LONGEST = 120


def duty_in(clause: str) -> tuple[str, str] | None:
    """Return the role and the name of the person that a clause is about, None if it tells neither."""
    text = clause.strip(" \t.。!！~")
    folded = simplified(text)
    if len(text) > _LONGEST:
        return None
    for role, pattern in _PATTERNS:
        if match := pattern.fullmatch(folded):
            return role, text[match.start("name") : match.end("name")].strip(" 【】")
    return None


def is_for_questions(text: str) -> bool:
    """Return whether a heading or a clause tells whom to ask, who is not the one that does the work."""
    return len(text) <= _LONGEST and bool(_QUESTIONS.search(text))


def is_of_contact(text: str) -> bool:
    """Return whether a heading or a clause names a contact, who may be the one that does the work."""
    return len(text) <= _LONGEST and bool(_CONTACT.search(text))
