"""`comms schema`: the JSON Schema of a kind on the screen or in a file, or those of all kinds in a folder."""

import sys
from pathlib import Path

from cli.terminal import errors
from comms.errors import CommsError


def schema(kind: str | None, every: bool, output: str | None, force: bool) -> int:
    """Prints or writes the schema of a kind, or writes those of all; exit 1 where one is in the way."""
    from comms.editors.json_schema import schema_text

    kinds = _kinds(kind, every)
    if output in (None, "-"):
        if every:
            raise CommsError("schemas_need_folder")
        sys.stdout.write(schema_text(kinds[0], errors.language()))
        return errors.CLEAN
    files = _files(kinds, str(output), every)
    _write({file: schema_text(each, errors.language()).encode() for each, file in files.items()}, force)
    return errors.CLEAN


def _kinds(kind: str | None, every: bool) -> list[str]:
    from cli.commands.explain import known_kind
    from comms.kinds import KINDS

    if every is (kind is not None):
        raise CommsError("schema_of_what")
    return list(KINDS) if kind is None else [known_kind(kind)]


def _files(kinds: list[str], output: str, every: bool) -> dict[str, Path]:
    """Where each schema goes: a name that ends in .json is a file, every other one a folder."""
    place = Path(output)
    if place.suffix.lower() != ".json" or place.is_dir():
        return {each: place / f"{each}.json" for each in kinds}
    if every:
        raise CommsError("one_output")
    return {kinds[0]: place}


def _write(contents: dict[Path, bytes], force: bool) -> None:
    from comms.runtime.files import refuse_existing, write_atomic

    changed = [path for path, content in contents.items() if not _holds(path, content)]
    if not force:
        refuse_existing(changed)
    for path in changed:
        write_atomic(path, contents[path])
    for path in contents:
        print(path)


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is already what it is to become, so that writing it again needs no --force."""
    return path.is_file() and path.read_bytes() == content
