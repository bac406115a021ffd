"""Instants of another age that were kept before their door was bounded: shown, and healed."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import Milestone
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.model import RawMilestone
from chalicelib.rows.beside import RAW_MILESTONE
from chalicelib.rows.cases import CASE
from tests.accounts.conftest import PASSWORD, People, people, portal
from tests.dossiers.conftest import Callers, callers
from tests.following.worlds import file_for, link_of, load
from tests.ledger.worlds import AGENT
from tests.ledger.worlds import World as Life
from tests.portal import Portal

__all__ = ["callers", "people", "portal"]

ID = "2603P4E000001"
OUT_OF_REACH = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")

INSTANTS = {"at", "validated_at", "valid_until", "changed_at", "asked_at", "filed_at"}
DAYS = {"planned_on", "commissioned_on"}


def spoil(life: Life, at: str) -> None:
    """Keep an instant of another age wherever an operator's dates are kept, as was once possible."""
    for item in life.table.query_all(CASE.pk(life.dossier_id)):
        is_head = item["sk"] == "!HEAD"
        if is_head or item["sk"].startswith("REQUEST#") or RAW_MILESTONE.is_row(item):
            life.table.put(replaced(item, at))


def replaced(value: Any, at: str) -> Any:
    """A stored value with another instant in each place that an operator's goes to."""
    if not isinstance(value, dict):
        return value
    told = {name: replaced(one, at) for name, one in value.items()}
    instants = dict.fromkeys((one for one in INSTANTS & told.keys() if told[one]), at)
    return (
        told | instants | dict.fromkeys((one for one in DAYS & told.keys() if told[one]), at[:10])
    )


@pytest.mark.parametrize("at", OUT_OF_REACH)
@pytest.mark.parametrize("is_over", [False, True])
def test_what_was_kept_before_its_door_was_bounded_is_shown(
    callers: Callers, table: Table, at: str, *, is_over: bool
) -> None:
    life = file_for(callers.people, table)
    told = ["DMTR", "DMREC", "VALID", "MESC", "PMES", "MES"] if is_over else ["DMTR", "DMREC"]
    tell(life, *told)
    private = link_of(life)
    spoil(life, at)
    api = callers.api("installer")
    installer, nobody = callers.browser("installer"), Portal(callers.app)
    here = f"/dossiers/{life.dossier_id}"
    lists = ("/dossiers", "/dossiers/a-faire", "/dossiers/mises-en-service", "/")
    for page in (here, f"{here}/journal", f"{here}/temps", *lists):
        assert installer.get(page).status in {200, 303}, page
    agent, theirs = callers.browser("agent"), f"/operateurs/dossiers/{life.dossier_id}"
    for page in (here, f"{here}/temps", f"{here}/donnees/export", theirs, "/operateurs"):
        assert agent.get(page).status == 200, page
    for path in (here, f"{here}/journal", f"{here}/timeline", "/dossiers"):
        assert api.call("GET", path).status == 200, path
    followed = nobody.get(private)
    assert followed.status == 200
    calendar = re.search(r'href="(/agenda/[^"?]+)', followed.body)
    assert calendar
    assert nobody.get(calendar[1]).status == 200
    client = Portal(callers.app)
    client.sign_in("client@maison.test", PASSWORD)
    for page in (here, f"{here}/temps", "/mes-dossiers"):
        assert client.get(page).status == 200, page


def tell(life: Life, *codes: str, of: timedelta = timedelta()) -> None:
    """The operator tells its list, each milestone an hour after the one before."""
    at = life.now + of
    raws = [
        RawMilestone("http", ID, number, code, code, at + timedelta(hours=number))
        for number, code in enumerate(codes, start=1)
    ]
    apply_milestones(life.dossier_id, 1, raws, by=AGENT, table=life.table, now=life.now)


def test_an_operator_that_corrects_an_instant_heals_what_stood_by_it(
    people: People, table: Table
) -> None:
    life = file_for(people, table)
    tell(life, "DMTR", "DMREC", "VALID")
    spoil(life, OUT_OF_REACH[1])
    tell(life, "DMTR", "DMREC", "VALID", of=timedelta(days=1))
    dossier = load(life)
    request = dossier.current_request()
    assert request
    qualified = dossier.reached(Milestone.REQUEST_QUALIFIED)
    validated = dossier.reached(Milestone.REQUEST_VALIDATED)
    assert qualified == life.now + timedelta(days=1, hours=2)
    assert validated == request.validated_at == life.now + timedelta(days=1, hours=3)
