"""Who may is said by the policy: nothing else compares roles, or spells one."""

import ast
import re

from infra.paths import ROOT
from tests.house.tree import ROOMS

SPELT = frozenset({"installer", "agent", "signatory"})
"""Roles as text; "client" and "operator" are words of the form too, so they are caught where compared."""

HOMES = {"policy"}
"""Rooms whose data are roles."""

OTHER_PARTIES = re.compile(r"^(INSTALLER|CLIENT|AGENT|AGENTS)$")
"""Members of enumerations of their own (whose turn it is, to whom a mail goes): no roles."""

NO_ROLES = {
    "accounts/memberships.py",  # picks the memberships of a role from a list of them
    "desk/hand_over.py",  # the journal's word for whom a dossier went to
    "desk/take.py",  # idem
    "dossiers/sides.py",  # the column of a side of the conversation
    "operators/overview.py",  # a word that is shown
}
"""Where the text or the comparison is of something else; nothing is allowed or refused by it."""


def compares_roles(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = (node.left, *node.comparators)
            if any(is_role(part) for part in parts):
                return True
        if isinstance(node, ast.Match) and is_role(node.subject):
            return True
    return False


def is_role(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"role", "actor_role"}


def spells_roles(tree: ast.Module) -> bool:
    members = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and OTHER_PARTIES.match(statement.targets[0].id)
    }
    return any(
        isinstance(node, ast.Constant) and node.value in SPELT and id(node) not in members
        for node in ast.walk(tree)
    )


def test_no_room_but_the_policy_compares_or_spells_a_role() -> None:
    found = set()
    for path in ROOMS.rglob("*.py"):
        where = path.relative_to(ROOMS)
        if where.parts[0] in HOMES:
            continue
        tree = ast.parse(path.read_text())
        if compares_roles(tree) or spells_roles(tree):
            found.add(where.as_posix())
    assert found == NO_ROLES


def test_no_template_compares_a_role() -> None:
    compared = re.compile(r"\brole\s*(==|!=|\bis\b)")
    pages = (ROOT / "templates" / "pages").rglob("*.html")
    assert not [path.name for path in pages if compared.search(path.read_text())]
