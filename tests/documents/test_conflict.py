"""An agent decides nothing of a dossier that is theirs under another hat."""

from dataclasses import replace

import pytest

from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.documents.decide_piece import accept_piece
from chalicelib.policy.model import Standing
from chalicelib.policy.require import ConflictOfInterest
from chalicelib.policy.roles import Role
from tests.documents.worlds import AGENT, INSTALLER, World

OWN = (
    replace(AGENT, others=(Standing(Role.INSTALLER, INSTALLER.firm_id),)),
    replace(AGENT, person_id=INSTALLER.person_id),
)


@pytest.mark.parametrize("agent", OWN)
def test_an_agent_of_the_firm_that_handed_it_in_accepts_none_of_its_pieces(
    world: World, agent: Actor
) -> None:
    piece = world.accept("facture")
    world.send()
    assert world.dossier(seen_by=agent).head.reference
    before = world.dossier().head.version
    with pytest.raises(ConflictOfInterest):
        accept_piece(world.dossier_id, piece.document_id, by=agent, table=world.table)
    assert world.dossier().head.version == before
    other = replace(AGENT, others=(Standing(Role.INSTALLER, "frm_2"), Standing(Role.CLIENT)))
    accept_piece(world.dossier_id, piece.document_id, by=other, table=world.table)


def test_the_journal_says_under_which_hat_somebody_acted(world: World) -> None:
    by = replace(INSTALLER, hat="installer-FR-frm_1")
    world.ticket(by=by)
    last = list_whole_journal(world.table, world.dossier_id)[-1]
    assert (last.actor_role, last.actor_hat) == ("installer", "installer-FR-frm_1")
