"""Pages on the rules: one for each, and the list of all."""

from typing import Any

from comms.language.phrases import words as program_words
from comms.rules import RULES, manual
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """Return `rules/index.md`, and `rules/<code>.md` for each rule."""
    return {"rules/index.md": _index(language)} | {
        f"rules/{rule_code.lower()}.md": _rule(rule_code, language) for rule_code in RULES
    }


def severity(rule_code: str, language: str) -> str:
    """Return the severity of a rule in words."""
    return str(words(language)["severities"][str(RULES[rule_code].severity)])


def _index(language: str) -> str:
    said = words(language)["rules"]
    families = dict.fromkeys(rule_code[0] for rule_code in RULES)
    return page(
        f"# {said['title']}",
        said["intro"],
        *(part for family in families for part in _family(family, language)),
    )


def _family(family: str, language: str) -> tuple[str, str, str]:
    said = words(language)["rules"]
    rows = [
        [
            f"[{rule_code}]({rule_code.lower()}.md)",
            code(rule.name),
            severity(rule_code, language),
            prose(_first(manual.manual_page(rule_code, language).text)),
        ]
        for rule_code, rule in RULES.items()
        if rule_code[0] == family
    ]
    about = said["families"][family]
    return f"## {about['name']} {{#{family.lower()}}}", about["text"], table(said["heads"], rows)


def _first(text: str) -> str:
    """Return the summary of a page: the first sentence in Chinese, the first paragraph in English."""
    first, stop, _ = text.partition("\n\n")[0].partition("。")
    return first + stop


def _rule(rule_code: str, language: str) -> str:
    said = words(language)["rules"]
    entry = manual.manual_page(rule_code, language)
    return page(
        f"# {rule_code} {entry.name}",
        f"**{severity(rule_code, language)}**{said['dot']}{_judged(rule_code, language)}",
        *map(prose, entry.text.split("\n\n")),
        *_cases(said["fails"], entry.fails),
        *_cases(said["passes"], entry.passes),
        *_sentences(rule_code, language),
        f"## {said['elsewhere']}",
        block(f"comms explain {rule_code}\ncomms lint --ignore {rule_code}", "console"),
        said["settings"].format(code=rule_code),
    )


def _judged(rule_code: str, language: str) -> str:
    """Return a sentence on the kinds that a rule applies to, with links to their pages."""
    said, kinds = words(language)["rules"], RULES[rule_code].kinds
    names = program_words(language)["kinds"]
    links = said["comma"].join(f"[{names[kind]}](../kinds/{kind}.md)" for kind in kinds)
    return str(said["judges"].format(kinds=links) if kinds else said["judges_all"])


def _cases(title: str, cases: tuple[str, ...]) -> list[str]:
    return [f"## {title}", *(block(case, "yaml") for case in cases)] if cases else []


def _sentences(rule_code: str, language: str) -> list[str]:
    """Return the section of a rule's messages and hints, with their blanks unfilled."""
    said = words(language)["rules"]
    book: dict[str, Any] = program_words(language, "rules")[rule_code]
    entries = [book, *book.get("variants", {}).values()]
    rows = [
        [prose(entry["message"]), prose(entry.get("hint", ""))] for entry in entries if "message" in entry
    ]
    return [f"## {said['sentences']}", said["blanks"], table(said["sentence_heads"], rows)]
