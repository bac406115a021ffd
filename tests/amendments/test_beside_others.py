"""An amendment that two agents decide at the same time has one answer."""

from contextlib import suppress
from datetime import datetime

import pytest

from chalicelib.amendments.ask_amendment import ask_amendment
from chalicelib.amendments.decide_amendment import decide_amendment
from chalicelib.amendments.model import AlreadyDecided, AmendmentKind
from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.dossiers.kinds import EventKind
from tests.interleaved import ReadsAcross
from tests.notices.worlds import AGENT, INSTALLER, NOW, World

COLLEAGUE = Actor("usr_8", "agent", "page")
DECIDED = {EventKind.AMENDMENT_ACCEPTED, EventKind.AMENDMENT_REFUSED}


def decide(dossier_id: str, *, accepts: bool, by: Actor, table: Table, now: datetime = NOW) -> None:
    words = "" if accepts else "Le client a rappelé."
    decide_amendment(dossier_id, 1, accepts=accepts, words=words, by=by, table=table, now=now)


@pytest.mark.parametrize("cut", range(12))
def test_an_amendment_accepted_while_a_refusal_is_being_read_is_only_accepted(
    table: Table, cut: int
) -> None:
    world = World(table)
    dossier_id = world.send_dossier()
    typed = {"mobile": "0698765432"}
    ask_amendment(dossier_id, AmendmentKind.CONTACT, typed, by=INSTALLER, table=table, now=NOW)

    def accept_meanwhile() -> None:
        decide(dossier_id, accepts=True, by=AGENT, table=table)

    with suppress(AlreadyDecided):
        across = ReadsAcross(table, accept_meanwhile, cut)
        decide(dossier_id, accepts=False, by=COLLEAGUE, table=across)
    answers = [event.kind for event in world.journal(dossier_id) if event.kind in DECIDED]
    assert answers == [EventKind.AMENDMENT_ACCEPTED]
