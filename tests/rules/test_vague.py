"""The accuracy of the wording rules on sentences that were labelled by hand.

Each line of tests/wording/*.txt is a sentence as people write it in chats, briefs and letters. What is
vague in it is marked: `请[[V302|尽快]]给我初稿。`; a line without a mark has no finding.
"""

import re
from collections import Counter

import pytest

from comms.rules.vague import vague_in, vague_in_texts
from tests.support import TESTS

LABELLED = TESTS / "wording"
_MARK = re.compile(r"\[\[(V30\d)\|(.*?)\]\]")


def sentences(language: str) -> list[tuple[str, list[tuple[str, int, int]]]]:
    """The sentences of a language without their marks, and the marks as code, start and end."""
    found = []
    for line in (LABELLED / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        marks, unmarked, position = [], "", 0
        for match in _MARK.finditer(line):
            unmarked += line[position : match.start()]
            marks.append((match.group(1), len(unmarked), len(unmarked) + len(match.group(2))))
            unmarked += match.group(2)
            position = match.end()
        found.append((unmarked + line[position:], marks))
    return found


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_the_wording_rules_are_accurate_enough(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    count: Counter[str] = Counter()
    wrong = []
    for text, marks in sentences(language):
        found = [(vague.code, vague.start, vague.end) for vague in vague_in(text)]
        hits = [mark for mark in marks if any(_same(mark, span) for span in found)]
        false = [span for span in found if not any(_same(mark, span) for mark in marks)]
        count.update(hit=len(hits), missed=len(marks) - len(hits), false=len(false), sentences=1)
        if false or len(hits) < len(marks):
            wrong.append(f"{text}\n    found {[(code, text[a:b]) for code, a, b in found]}")
    precision = count["hit"] / (count["hit"] + count["false"])
    recall = count["hit"] / (count["hit"] + count["missed"])
    with capsys.disabled():
        print(f"\n{language}: {count['sentences']} sentences, precision {precision:.3f}, recall {recall:.3f}")
    assert count["sentences"] >= 200
    assert precision >= 0.95, "\n".join(wrong)
    assert recall >= 0.85, "\n".join(wrong)


def _same(mark: tuple[str, int, int], found: tuple[str, int, int]) -> bool:
    return mark[0] == found[0] and mark[1] < found[2] and found[1] < mark[2]


@pytest.mark.parametrize("language", ["chinese", "english"])
def test_texts_searched_together_give_the_same_findings_as_one_by_one(language: str) -> None:
    unmarked = [sentence for sentence, _ in sentences(language)]
    for start in range(0, len(unmarked), 13):
        together = unmarked[start : start + 13]
        alone = [(number, vague) for number, text in enumerate(together) for vague in vague_in(text)]
        assert vague_in_texts(together) == alone
