"""A client reads of the papers that somebody is to hand in, and of no others."""

from datetime import UTC, datetime

from chalicelib.dossiers.model import Dossier, Head, Piece, PieceState
from chalicelib.dossiers.own_page import list_own_papers

NOW = datetime(2026, 6, 1, tzinfo=UTC)
HEAD = Head("dos_1", "frm_1", "usr_1", NOW, NOW, submitted_at=NOW)
PLAN = "Plan de masse"


def test_a_paper_that_nobody_asked_for_is_not_told_to_be_awaited() -> None:
    told = dict(list_own_papers(Dossier(HEAD)))
    assert told["Facture d’électricité du client"] == "expected"
    assert told.keys().isdisjoint({PLAN, "Mandat de représentation", "Autre document"})


def test_a_paper_that_the_operator_asked_for_is_awaited() -> None:
    asked = Piece("doc_1", "plan_de_masse", PieceState.EXPECTED, NOW, "usr_9")
    told = dict(list_own_papers(Dossier(HEAD, pieces=(asked,))))
    assert told[PLAN] == "expected"
