"""Archives written from parts that are compressed already, read by zipfile."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from comms.rendering.docx.package import PackageKey, empty_package
from comms.rendering.docx.zip_parts import archive, packed


@given(st.dictionaries(st.text("abc/.字", min_size=1, max_size=12), st.binary(max_size=2000), max_size=8))
def test_zipfile_reads_every_part(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(packed(*each) for each in parts.items()))) as found:
        assert found.testzip() is None
        assert {each: found.read(each) for each in found.namelist()} == parts


def test_a_package_holds_no_part_of_the_sample_that_it_was_made_from() -> None:
    names = empty_package(PackageKey("zh")).parts
    assert not [
        each for each in names if "stylesWithEffects" in each or "theme" in each or "thumbnail" in each
    ]
    assert sum(map(len, names.values())) < 60_000
