"""`comms schema`: prints the JSON Schema of a kind, or writes it, or those of all kinds, to files."""

from pathlib import Path

from cli.terminal import errors, printer
from comms.errors import CommsError


def schema(kind: str | None, every: bool, output: str | None, force: bool) -> int:
    """Print or write the schema of a kind, or write those of all kinds.

    Raises Refusal if a file with other content is in the way, unless `force` is set.
    """
    from comms.editors.json_schema import schema_text

    kinds = _kinds(kind, every)
    if output in (None, "-"):
        if every:
            raise CommsError("schemas_need_folder")
        printer.hand_over(schema_text(kinds[0], errors.language()))
        return errors.CLEAN
    files = _files(kinds, str(output), every)
    _write({file: schema_text(kind, errors.language()).encode() for kind, file in files.items()}, force)
    return errors.CLEAN


def _kinds(kind: str | None, every: bool) -> list[str]:
    from cli.commands.explain import known_kind
    from comms.kinds import KINDS

    if every is (kind is not None):
        raise CommsError("schema_of_what")
    return list(KINDS) if kind is None else [known_kind(kind)]


def _files(kinds: list[str], output: str, every: bool) -> dict[str, Path]:
    """Return the file of each schema; an output that ends in .json is a file, any other a folder."""
    place = Path(output)
    if place.suffix.lower() != ".json" or place.is_dir():
        return {kind: place / f"{kind}.json" for kind in kinds}
    if every:
        raise CommsError("one_output")
    return {kinds[0]: place}


def _write(contents: dict[Path, bytes], force: bool) -> None:
    from comms.runtime.files import refuse_existing, write

    changed = [path for path, content in contents.items() if not _holds(path, content)]
    if not force:
        refuse_existing(changed)
    for path in changed:
        write(path, contents[path], force)
    for path in contents:
        printer.show(path)


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file has this content already, so that writing it needs no --force."""
    return path.is_file() and path.read_bytes() == content
