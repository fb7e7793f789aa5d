"""Archives written from compressed parts can be read by zipfile."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from comms.rendering.docx.package import PackageKey, empty_package
from comms.rendering.docx.zip_parts import archive, packed


@given(st.dictionaries(st.text("abc/.字", min_size=1, max_size=12), st.binary(max_size=2000), max_size=8))
def test_zipfile_reads_every_part(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(packed(*part) for part in parts.items()))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == parts


def test_a_package_holds_no_part_of_the_sample_that_it_was_made_from() -> None:
    names = empty_package(PackageKey("zh")).parts
    assert not [
        name for name in names if "stylesWithEffects" in name or "theme" in name or "thumbnail" in name
    ]
    assert sum(map(len, names.values())) < 60_000
