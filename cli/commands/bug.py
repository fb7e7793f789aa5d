"""`comms bug`: what a report of a fault needs, to be pasted into it."""

import sys

from cli.terminal import errors


def bug() -> int:
    """Prints the circumstances of this installation; where to put them is said beside it."""
    from comms.language.phrases import say
    from comms.runtime.diagnosis import diagnosis

    sys.stdout.write(diagnosis())
    sys.stdout.flush()
    print(say("bug.paste", errors.language()), file=sys.stderr)
    return errors.CLEAN
