"""The words that stand where an answer is due and give none: TBD, n.a., unknown, 待定, 暂无."""

import re

from comms.terms.lazy_patterns import LazyPattern

_ENGLISH = """tbd tbc tba t.b.d t.b.c t.b.a todo n/a na n.a n/k none null nil nothing xxx xxxx ××× idk unknown
    undefined unspecified unclear undecided pending ditto dito placeholder required mandatory optional"""
_PHRASES = """no response, no answer, no idea, not yet, not specified, not applicable, not available, to come,
    as above, see above, same as above, if any, if applicable, if known, if needed, to follow, leave blank"""
_CHINESE = """无 無 没有 沒有 尚无 暂无 暫無 暂缺 空 略 同上 同前 如上 见上 见上文 未填 未填写 未填寫 未提供
    未指定 不详 不詳 未知 不明 不知道 不清楚 不确定 不確定 不适用 不適用 后补 待补 待補 待填 待定 未定 没想好
    还没想好 另议 再议 再定 再说 以后再说 到时再说 另行通知 请填写 請填寫 请输入 請輸入 必填 必填项 选填 可选
    非必填 可不填 可留空 如有 无则留空"""

PLACEHOLDERS = frozenset(_ENGLISH.split() + re.split(r",\s+", _PHRASES) + _CHINESE.split())
"""Each is a whole answer that says nothing, in lower case, without brackets and signs around it."""

_SETTLED = "confirmed|determined|defined|decided|announced|discussed|agreed|advised|clarified|specified"
_DONE = "added|provided|completed|updated|filled(?: in| out)?"
_OPEN = r"(?:sure|known|decided|defined|clear|fixed|set)"
_SOON = (
    r"(?: yet| so far| for now| later| soon| currently| as of now"
    r"| at (?:this|the) (?:point|moment|time)| at present){0,3}"
)
_SETTLED_ZH = "定|确定|確定|确认|確認|议|商议|商定|协商|讨论|沟通|通知|定义|明确|决定|补充|補充"
_DONE_ZH = "提供|更新|完善|核实|核算|安排|评估|细化|指定|分配|填写|回复|商量"
_WHENCE = (
    r"(?:\W+(?:by|with|from|next|in|after|once|when|at|until|ask|see|still|this|end|together)\b[^\d]{0,40}"
    r"|\W*[(,;:–-][^\d]{0,40})?"
)
_FORMS = LazyPattern(
    rf"(?:tb[dca]|to be (?:{_SETTLED})){_SOON}{_WHENCE}|to be (?:{_DONE}){_SOON}"
    r"|(?:it is |it's |we are |we're |i am |i'm )?(?:still )?"
    rf"(?:not (?:yet )?{_OPEN}|unknown|unclear|undecided){_SOON}"
    rf"|(?:i |we )?(?:don'?t|do not) know{_SOON}"
    rf"|(?:the |our )?[a-z]{{1,15}}(?: [a-z]{{1,15}})? (?:is |are )?(?:still )?"
    rf"(?:tb[dca]|to be (?:{_SETTLED})|not (?:yet )?(?:known|decided|fixed)|unknown){_SOON}"
)
"""Placeholders of several words, of which there are too many to list: "not sure yet"."""
_CHINESE_FORMS = LazyPattern(
    rf"[一-鿿]{{0,6}}(?:还|尚|仍|暂)?待(?:最终|最后|进一步|与?[一-鿿]{{1,4}})?(?:{_SETTLED_ZH})中?"
    rf"|待(?:{_DONE_ZH})|(?:还|尚|仍|暂)未确认"
    r"|[一-鿿]{0,6}(?:还|尚|仍|暂)?(?:未|没有?)(?:最终)?(?:定下来|定|确定|決定|决定|明确)"
)
"""The same in Chinese: 预算待确认. It takes long to compile, and most texts of an English file do without."""
_AROUND = "()[]<>{}【】「」*_-–—`\"'“”‘’。.!?…~,;: "
_SIGNS = r"\s?.…。\-—–_/*~、·|•●▪◦+=#:;,!()\[\]【】<>{}《》\"'“”‘’`^"
_SIGNS_ONLY = re.compile(rf"(?:\d{{1,3}}[.)、])?[{_SIGNS}]*")


def is_placeholder_word(folded: str) -> bool:
    """Return whether a line answers nothing, given in lower case and half-width."""
    word = folded.strip(_AROUND)
    if word in PLACEHOLDERS or _SIGNS_ONLY.fullmatch(folded) or _FORMS.fullmatch(word):
        return True
    return not word.isascii() and bool(_CHINESE_FORMS.fullmatch(word))
