"""An instant becomes a day in one place, `reference.days`, which knows the place of the case."""

import ast
import re
from collections.abc import Iterator, Mapping

from tests.house.tree import ROOMS, parse, python_files

ALLOWED: Mapping[str, str] = {
    "reference.days": "the one place",
    "words.formats": "sets an instant in words; the words lie below what knows places",
    "form.field_types": "reads a typed day, which has no hour",
    "receipts.instants": "tells an instant in UTC beside the legal one, on purpose",
    "rows.instants": "bounds how far an instant may lie, in whole years: no place matters",
    "following.ics": "a calendar's stamp of its last change, which its format wants in UTC",
}
"""Modules that take a day out of an instant otherwise, and why they may."""

OF_A_DAY = re.compile(r"%[YmdjF]")
NOW = re.compile(r"(^|_)(at|now|real|instant|when|since)$")
"""How names of instants end."""


def test_only_one_place_turns_an_instant_into_a_day() -> None:
    found = {
        f"{name}:{line}"
        for path in python_files(ROOMS)
        if (name := ".".join(path.relative_to(ROOMS).with_suffix("").parts)) not in ALLOWED
        for line in list_days_taken(parse(path))
    }
    assert found == set()


def test_every_exception_is_needed() -> None:
    for name in ALLOWED:
        path = ROOMS / f"{name.replace('.', '/')}.py"
        assert list(list_days_taken(parse(path))), name


def test_the_rule_sees_each_way_to_take_a_day() -> None:
    ways = (
        "now.date()",
        "datetime.now(UTC).date()",
        "date.today()",
        "datetime.today()",
        "date.fromtimestamp(1)",
        "at.isoformat()[:10]",
        "str(at)[:7]",
        "stamp(now)[:10]",
        "at.strftime('%d/%m/%Y')",
        "f'{job.asked_at:%Y-%m-%d}'",
        "now.weekday()",
        "at.replace(year=2027)",
        "head.submitted_at.month",
    )
    for way in ways:
        assert list(list_days_taken(ast.parse(way))) == [1], way
    for other in ("day.weekday()", "on.replace(day=1)", "f'{on:%Y-%m-%d}'", "text[:10]", "at.date"):
        assert list(list_days_taken(ast.parse(other))) == [], other


def list_days_taken(tree: ast.Module) -> Iterator[int]:
    """The lines on which a day, a month or a year is taken out of an instant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and (
            _calls_for_day(node) if isinstance(node, ast.Call) else _takes_day(node)
        ):
            yield node.lineno


def _calls_for_day(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    of, named = call.func.value, {one.arg for one in call.keywords}
    match call.func.attr:
        case "date":
            return not call.args and not call.keywords
        case "today" | "fromtimestamp":
            has_zone = "tz" in named or len(call.args) > 1
            return ast.unparse(of) in {"date", "datetime"} and not has_zone
        case "weekday" | "isoweekday":
            return _is_instant(of)
        case "replace":
            return _is_instant(of) and bool({"year", "month", "day"} & named)
        case "strftime":
            is_of_day = any(OF_A_DAY.search(ast.unparse(one)) for one in call.args)
            return is_of_day and (_is_instant(of) or "astimezone" in ast.unparse(of))
        case _:
            return False


def _takes_day(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(attr="year" | "month" | "day", value=of):
            return _is_instant(of)
        case ast.FormattedValue(value=of, format_spec=ast.JoinedStr() as spec):
            return _is_instant(of) and bool(OF_A_DAY.search(ast.unparse(spec)))
        case ast.Subscript(value=ast.Call() as call, slice=ast.Slice(lower=None)):
            return _writes_instant(call)
        case _:
            return False


def _is_instant(node: ast.AST) -> bool:
    """Say whether a name, or the last part of one, is that of an instant."""
    return isinstance(node, ast.Name | ast.Attribute) and bool(NOW.search(ast.unparse(node)))


def _writes_instant(call: ast.Call) -> bool:
    """Say whether a call writes an instant as text: `isoformat`, `str` or `stamp` of one."""
    called = ast.unparse(call.func).rpartition(".")[2]
    of_instant = any(map(_is_instant, call.args))
    return called == "isoformat" or (called in {"str", "stamp"} and of_instant)
