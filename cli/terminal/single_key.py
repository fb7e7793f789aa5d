"""One key pressed at a prompt, for an offer that is taken or passed over."""

import sys
import unicodedata

from cli.terminal import printer


def key_pressed(prompt: str, plain: bool) -> str:
    """Return the letter typed at a prompt, in lower case; "" for anything else, as for Enter.

    plain: a line is read, for screen readers and terminals without a cursor.
    """
    typed = _line(prompt) if plain else _key(prompt)
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def _line(prompt: str) -> str:
    printer.tell(prompt, end=" ")
    try:
        return sys.stdin.readline()
    except (KeyboardInterrupt, UnicodeDecodeError):
        return ""


def _key(prompt: str) -> str:
    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.keys import Keys
    from prompt_toolkit.layout import Layout, Window
    from prompt_toolkit.layout.controls import FormattedTextControl
    from prompt_toolkit.output.defaults import create_output

    keys = KeyBindings()

    @keys.add(Keys.Any)
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(result=event.data)

    shown = Window(
        FormattedTextControl(f"› {prompt} ", show_cursor=True), wrap_lines=True, dont_extend_height=True
    )
    application: Application[str] = Application(
        Layout(shown), key_bindings=keys, output=create_output(stdout=sys.stderr)
    )
    try:
        return application.run()
    except (KeyboardInterrupt, EOFError):
        return ""
