"""The set-up of comms.toml: the settings asked for, the check of each answer, and the resulting text."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from comms.errors import Refusal
from comms.language.phrases import LANGUAGES, say, words
from comms.reading.answers import Refused
from comms.terms.amounts import parse_money
from comms.terms.currencies import CURRENCIES
from comms.terms.workdays import work_calendar
from comms.workspace.settings import SETTINGS_FILE


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that `comms init` asks for.

    key: dotted, as in comms.toml; read: returns the value that an answer means, raises Refused.
    """

    key: str
    read: "Callable[[str], str]"


def _language(text: str) -> str:
    for language in LANGUAGES:
        if text.casefold() in (language, *words(language)["language"]["names"]):
            return language
    raise Refused("setting_language", written=text[:40])


def _timezone(text: str) -> str:
    cities = [zone for zone in available_timezones() if zone.casefold().endswith(f"/{text.casefold()}")]
    text = _NAMED.get(text.casefold(), cities[0] if len(cities) == 1 else text)
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused("setting_timezone", written=text[:40]) from None


def _country(text: str) -> str:
    text = {"中国": "CN", "china": "CN"}.get(text.casefold(), text)
    try:
        work_calendar(text.upper())
    except ValueError:
        raise Refused("setting_holidays", written=text[:40]) from None
    return text.upper()


def _currency(text: str) -> str:
    named = parse_money(f"1 {text}", "")  # 人民币, RMB, 美元
    text = named[1] if named and named[1] else text
    if text.upper() not in CURRENCIES:
        raise Refused("setting_currency", written=text[:40])
    return text.upper()


def _email(text: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+", text):
        raise Refused("setting_email", written=text[:40])
    return text


def _phone(text: str) -> str:
    if sum(character.isdecimal() for character in text) < FEWEST_DIGITS:
        raise Refused("setting_phone", written=text[:40])
    return text


FEWEST_DIGITS = 5
"""The length of the shortest phone numbers that companies have, such as 95588."""
_NAMED = dict.fromkeys(
    ("北京", "beijing", "北京时间", "beijing time", "上海", "中国", "china"), "Asia/Shanghai"
)
"""Time zones by names that people use for them, in addition to the name of the zone's city."""

SETTINGS = (
    Setting("language", _language),
    Setting("timezone", _timezone),
    Setting("holidays", _country),
    Setting("currency", _currency),
    Setting("company.name", str),
    Setting("company.address", str),
    Setting("company.contact.name", str),
    Setting("company.contact.title", str),
    Setting("company.contact.email", _email),
    Setting("company.contact.phone", _phone),
)
"""The settings that `comms init` asks for, in order; each of them may be left out."""


def proposed_value(setting: Setting, language: str) -> str:
    """Return the value to propose for a setting; for a time zone without default, that of the machine."""
    if setting.key == "language":
        return language
    found = words(language)["language"]["usual"].get(setting.key, "")
    return found or (machine_zone() if setting.key == "timezone" else "")


def machine_zone() -> str:
    """Return the name of the machine's time zone, "UTC" if it cannot be told."""
    place = str(Path("/etc/localtime").resolve())
    _, _, name = place.partition("zoneinfo/")
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def read_setting(setting: Setting, text: str) -> str:
    """Return the value that an answer means; raises Refused."""
    text = text.encode("utf-8", "replace").decode()  # the command line may hold bytes that are not text
    return setting.read(
        unicodedata.normalize("NFKC", text).strip() if setting.read is not str else text.strip()
    )


def settings_text(values: Mapping[str, str], language: str) -> str:
    """Return the text of comms.toml for values by the keys of their settings; empty ones are left out."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(say("init.head", language)))
    company, contact = tomlkit.table(), tomlkit.inline_table()
    holders: dict[str, Any] = {"": document, "company": company, "company.contact": contact}
    for setting in SETTINGS:
        holder, _, key = setting.key.rpartition(".")
        if value := values.get(setting.key):
            holders[holder].append(key, value)
    if contact:
        company.append("contact", contact)
    if company:
        document.append("company", company)
    return tomlkit.dumps(document)


def with_defaults(text: str, kind: str, answers: Mapping[str, Any], replaces: bool) -> str:
    """Return the text of comms.toml with answers that new documents of a kind begin with.

    Raises Refusal("defaults_exist") if it has some already, unless these replace them.
    """
    import tomlkit

    document = tomlkit.parse(text)
    defaults: Any = document.setdefault("defaults", tomlkit.table(is_super_table=True))
    if kind in defaults and not replaces:
        raise Refusal("defaults_exist", path=SETTINGS_FILE, kind=kind)
    defaults[kind] = dict(answers)
    return tomlkit.dumps(document)
