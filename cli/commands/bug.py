"""`comms bug`: the details of this installation, to be pasted into a bug report."""

import sys

from cli.terminal import errors


def bug() -> int:
    """Print the details of this installation; where to report a bug goes to standard error."""
    from comms.language.phrases import say
    from comms.runtime.diagnosis import diagnosis

    sys.stdout.write(diagnosis())
    sys.stdout.flush()
    print(say("bug.paste", errors.language()), file=sys.stderr)
    return errors.CLEAN
