"""The interview: a kind's questions one by one, with ways to go, a review at the end, and a draft."""

from cli.interview.moves import Asker as Asker
from cli.interview.moves import Kept as Kept
from cli.interview.moves import Move as Move
from cli.interview.moves import Stopped as Stopped
from cli.interview.moves import Turned as Turned
from cli.interview.talk import Interview as Interview
