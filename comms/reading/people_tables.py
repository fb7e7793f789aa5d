"""Tables of people: by role, by piece of work, or by phase, whose people are not those of the request."""

import re
from collections.abc import Iterator, Sequence

from comms.language.traditional import simplified
from comms.reading.bar_tables import BarTable, lines_and_tables
from comms.reading.role_labels import roles

WORKER = "worker"
"""The role of those who do a part of the work, and are its owner where nobody else is called so."""
UNKNOWN = "?"
"""The role of words that name nobody surely."""

_ROLE = re.compile(
    r"(?:(?:project )?roles?|functions?|positions?|responsibilit(?:y|ies)|rolle)"
    r"|(?:项目)?(?:角色|职责|职务|职位|岗位|身份|分工|责任)",
    re.IGNORECASE,
)
"""The headers of the column that says what somebody is."""
_PERSON = re.compile(
    r"(?:(?:full )?names?|persons?|people|who|members?|team members?|contact persons?)"
    r"|(?:姓名|名字|人员|成员|人|谁|人名|同事|员工)(?:姓名)?",
    re.IGNORECASE,
)
_PHASE = re.compile(
    r"(?:project )?(?:phase|milestone|stage|step)s?|(?:项目|工作)?(?:阶段|节点|里程碑|步骤|环节)(?:名称)?",
    re.I,
)
_WORK = re.compile(
    r"(?:work )?(?:tasks?|work|work package|items?|what|deliverables?|activit(?:y|ies)|actions?|parts?)"
    r"|(?:工作|项目|任务)?(?:任务|事项|工作|内容|交付物|模块|产出)(?:名称|内容)?",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:date|due|deadline|when|time|start|end|status|notes?|remarks?|comments?|e-?mail|phone|contact"
    r"|dep(?:artmen)?t|team|company)\b|#|no\.?|时间|日期|截止|期限|状态|进度|备注|说明|邮箱|电话|手机|联系|部门|团队|公司|序号",
    re.IGNORECASE,
)
_SIGNS = " \t*_:：?？"
_BETWEEN_ROLES = re.compile(r"\s*[/、&+]\s*|[和及与]")


def without_people_tables(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text without its tables of people, and the roles of these with what the cells say."""
    kept: list[str] = []
    told: list[tuple[str, str]] = []
    for part in lines_and_tables(text):
        people = list(_people(part.rows)) if isinstance(part, BarTable) else []
        told += people
        if not people:
            kept += part.lines if isinstance(part, BarTable) else [part]
    return "\n".join(kept), told


def _people(rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Yield the roles and cells of a table whose header says what its columns hold."""
    if len(rows) < 2:
        return
    header, body = [simplified(cell).strip(_SIGNS) for cell in rows[0]], rows[1:]
    of_roles, of_people = _first(_ROLE, header), _first(_PERSON, header)
    if of_roles is not None and of_people is not None:
        for row in body:
            yield from ((role, _at(row, of_people)) for role in _roles(_at(row, of_roles)))
        return
    columns = {number: role for number, cell in enumerate(header) if (role := _role(cell))}
    if any(_role(_at(row, number)) for row in body for number in columns):
        return  # the labels are in a column
    if columns or of_people is not None:
        yield from _of_work(header, body, columns or {of_people or 0: WORKER})


def _of_work(header: list[str], body: list[list[str]], columns: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the people of a table with a piece of work in each row; columns: of people, by role."""
    others = [cell for number, cell in enumerate(header) if number not in columns]
    is_plan = any(map(_PHASE.fullmatch, others))
    is_work = is_plan or any(map(_WORK.fullmatch, others))
    if not is_work and not any(map(_OTHER.search, others)):
        return
    for number, role in columns.items():
        cells = [_at(row, number) for row in body]
        is_of_all = len(cells) > 1 and len(set(cells)) == 1
        of_part = UNKNOWN if is_plan and not is_of_all else WORKER if is_work and role == "owner" else role
        yield from ((of_part, cell) for cell in dict.fromkeys(cells))


def _first(pattern: re.Pattern[str], header: Sequence[str]) -> int | None:
    return next((number for number, cell in enumerate(header) if pattern.fullmatch(cell)), None)


def _at(row: Sequence[str], number: int) -> str:
    return row[number] if number < len(row) else ""


def _role(cell: str) -> str:
    return roles().get(simplified(cell).strip(_SIGNS).casefold(), "")


def _roles(cell: str) -> list[str]:
    """Return the roles that a cell names, of which it may have several: Owner / Approver."""
    found = list(map(_role, _BETWEEN_ROLES.split(cell)))
    return [_role(cell)] if _role(cell) else found if all(found) else [UNKNOWN]
