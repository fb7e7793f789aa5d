"""`comms bug`: the details of this installation, to be pasted into a bug report."""

from cli.terminal import errors, printer


def bug() -> int:
    """Print the details of this installation; where to report a bug goes to standard error."""
    from comms.language.phrases import say
    from comms.runtime.diagnosis import diagnosis

    printer.show_lines(diagnosis())
    printer.tell(say("bug.paste", errors.language()))
    return errors.CLEAN
