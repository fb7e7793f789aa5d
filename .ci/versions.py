"""Which packages have different versions in several environments: `versions.py NAME=FOLDER ...`."""

import re
import sys
from importlib.metadata import distributions
from pathlib import Path


def installed(environment: Path) -> dict[str, str]:
    places = [str(each) for each in environment.glob("lib/python*/site-packages")]
    return {
        re.sub(r"[-_.]+", "-", each.name).lower(): each.version
        for each in distributions(path=places)
        if each.name not in ("pip", "setuptools")
    }


def main() -> None:
    environments = [each.partition("=")[::2] for each in sys.argv[1:]]
    columns = [installed(Path(folder)) for _, folder in environments]
    print("".join(f"{each:<28}" for each in ("package", *(name for name, _ in environments))))
    for package in sorted(set().union(*columns)):
        versions = [each.get(package, "-") for each in columns]
        if len({*versions} - {"-"}) > 1:
            print("".join(f"{each:<28}" for each in (package, *versions)))


main()
