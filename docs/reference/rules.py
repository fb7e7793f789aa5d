"""A page for each rule, and the list of all."""

from typing import Any

from comms.language.phrases import words as program_words
from comms.rules import RULES, manual
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """`rules/index.md`, and `rules/<code>.md` of each rule."""
    return {"rules/index.md": _index(language)} | {
        f"rules/{each.lower()}.md": _rule(each, language) for each in RULES
    }


def severity(rule_code: str, language: str) -> str:
    """How much a rule weighs, in words."""
    return str(words(language)["severities"][str(RULES[rule_code].severity)])


def _index(language: str) -> str:
    said = words(language)["rules"]
    families = dict.fromkeys(each[0] for each in RULES)
    return page(
        f"# {said['title']}",
        said["intro"],
        *(part for family in families for part in _family(family, language)),
    )


def _family(family: str, language: str) -> tuple[str, str, str]:
    said = words(language)["rules"]
    rows = [
        [
            f"[{each}]({each.lower()}.md)",
            code(rule.name),
            severity(each, language),
            prose(_first(manual.manual_page(each, language).text)),
        ]
        for each, rule in RULES.items()
        if each[0] == family
    ]
    about = said["families"][family]
    return f"## {about['name']} {{#{family.lower()}}}", about["text"], table(said["heads"], rows)


def _first(text: str) -> str:
    """The first sentence of a page, which says what the rule finds; in English it is the first paragraph."""
    first, stop, _ = text.partition("\n\n")[0].partition("。")
    return first + stop


def _rule(rule_code: str, language: str) -> str:
    said = words(language)["rules"]
    entry = manual.manual_page(rule_code, language)
    return page(
        f"# {rule_code} {entry.name}",
        f"**{severity(rule_code, language)}**{said['dot']}{_judged(rule_code, language)}",
        *(prose(each) for each in entry.text.split("\n\n")),
        *_cases(said["fails"], entry.fails),
        *_cases(said["passes"], entry.passes),
        *_sentences(rule_code, language),
        f"## {said['elsewhere']}",
        block(f"comms explain {rule_code}\ncomms lint --ignore {rule_code}", "console"),
        said["settings"].format(code=rule_code),
    )


def _judged(rule_code: str, language: str) -> str:
    """The kinds that the rule judges, each with its page."""
    said, kinds = words(language)["rules"], RULES[rule_code].kinds
    names = program_words(language)["kinds"]
    links = said["comma"].join(f"[{names[each]}](../kinds/{each}.md)" for each in kinds)
    return str(said["judges"].format(kinds=links) if kinds else said["judges_all"])


def _cases(title: str, cases: tuple[str, ...]) -> list[str]:
    return [f"## {title}", *(block(each, "yaml") for each in cases)] if cases else []


def _sentences(rule_code: str, language: str) -> list[str]:
    """Its messages with their hints, blanks as they stand in the words."""
    said = words(language)["rules"]
    book: dict[str, Any] = program_words(language, "rules")[rule_code]
    entries = [book, *book.get("variants", {}).values()]
    rows = [[prose(each["message"]), prose(each.get("hint", ""))] for each in entries if "message" in each]
    return [f"## {said['sentences']}", said["blanks"], table(said["sentence_heads"], rows)]
