"""A long run of any sign or word, at a few places of a chat, is read in a time that grows with its length."""

import time
from datetime import date

import pytest

from comms.messages.grammar import read_message
from comms.messages.turns import message_of
from tests.acceptance.test_long_runs import RUNS
from tests.support.effort import pace

CHAT = "Ann: please make 3 posters {0}, budget USD {1}\nBen: by 5 May {2}\nAnn: {3} to the shop\n"
PLACES = 4
SHORT, FACTOR = 2_000, 8
SUSPICIOUS = 1.2


def seconds(run: str, place: int, length: int, kind: str) -> float:
    fills = ["" if each != place else run * (length // len(run)) for each in range(PLACES)]
    began = time.process_time()
    message = message_of(CHAT.format(*fills).encode(), "chat.txt", date(2027, 1, 4))
    read_message(message.text, message.turns, kind, date(2027, 1, 4))
    return time.process_time() - began


def test_a_long_row_of_figures_gives_no_budget() -> None:
    text = "please make 3 posters, budget USD " + "1," * 3000
    message = message_of(text.encode(), "chat.txt", date(2027, 1, 4))
    values = read_message(message.text, message.turns, "brief", date(2027, 1, 4)).values
    assert not [each for each in values if each.path.startswith("how_much")]


@pytest.mark.parametrize("run", ["1,", "x", "1 2 "])
def test_a_long_run_in_a_chat_is_read_in_linear_time(run: str) -> None:
    assert seconds(run, 1, SHORT * FACTOR, "brief") < 4 * SUSPICIOUS * pace()


@pytest.mark.long
@pytest.mark.parametrize("kind", ["brief", "design-brief", "restock-brief", "order-confirmation"])
@pytest.mark.parametrize("place", range(PLACES))
def test_a_long_run_of_any_sign_in_a_chat_is_read_in_linear_time(place: int, kind: str) -> None:
    slow = [run for run in RUNS if seconds(run, place, SHORT, kind) > SUSPICIOUS / FACTOR]
    assert not [run for run in slow if seconds(run, place, SHORT * FACTOR, kind) > 4 * SUSPICIOUS * pace()]
