"""Nothing that writes, decides or compares puts a sentence together: that waits for its reader."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NoReturn

import pytest

from chalicelib.aws.table import Table
from chalicelib.cases.files.by_person import FileReason
from chalicelib.documents.decide_piece import refuse_piece
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.model import PieceState
from chalicelib.operators.record_by_hand import record_by_hand
from chalicelib.operators.refusals import DayOutOfReach
from chalicelib.readings.model import Subject
from chalicelib.readings.words import explain
from chalicelib.refusals import InvalidFields
from chalicelib.words import formats, translation, values
from chalicelib.words.grouping import PDL_GROUPS
from chalicelib.words.kept import keep_values, restore_values
from chalicelib.words.translation import in_language, translate
from chalicelib.words.values import Day, Grouped, Joined, Number, Text, Value
from tests.documents import worlds as documents
from tests.dossiers import test_radar as papers
from tests.dossiers.papers import CONSUEL
from tests.operators import worlds as operators
from tests.operators.conftest import world

__all__ = ["world"]

LATE = date(2026, 3, 3)


class RenderedError(Exception):
    """A sentence was put together where nobody reads."""


@pytest.fixture
def mute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing can be told: the catalogues and the setting of days and numbers break."""

    def refuse(*_given: object, **_values: object) -> NoReturn:
        raise RenderedError

    with monkeypatch.context() as patch:
        patch.setattr(translation, "_catalogue", refuse)
        for name in ("in_words", "show_number", "number"):
            patch.setattr(formats, name, refuse)
        patch.setattr(values, "group", refuse)
        yield


@pytest.mark.parametrize(
    "shown",
    [Text("Oui"), Day(LATE), Number(Decimal(9), "kVA"), Grouped("01234567890123", PDL_GROUPS)],
)
@pytest.mark.usefixtures("mute")
def test_what_is_told_is_noticed_here(shown: Value) -> None:
    with pytest.raises(RenderedError):
        str(shown)
    with pytest.raises(RenderedError):
        translate("{told}", told=shown)


@pytest.mark.usefixtures("mute")
def test_a_contradicted_dossier_is_typed_refused_explained_and_sent_without_a_word(
    table: Table,
) -> None:
    dossier = papers.World(table)
    dossier.hand_in("consuel", papers.OTHER_POWER)
    dossier.hand_in("facture", {**CONSUEL, Subject.PDL: "01234567890124"})
    dossier.type("plant", installed_power_kva=Decimal(9))
    with pytest.raises(InvalidFields) as refused:
        dossier.submit()
    assert {one.code for one in refused.value.problems} >= {"installed-power-differs"}
    for one in dossier.look().blocking:
        dossier.explain(one.finding_id)
    assert dossier.submit().head.submitted_at is not None


@pytest.mark.usefixtures("mute")
def test_a_dossier_whose_papers_contradict_it_waits_for_an_agent_without_a_word(
    table: Table,
) -> None:
    dossier = papers.World(table)
    dossier.submit()
    dossier.hand_in("consuel", papers.OTHER_POWER, number=2)
    (row,) = [dossier.load().rows[sk] for sk in dossier.rows("AGENTS")]
    assert Reason.CONTRADICTION in row["reasons"]


@pytest.mark.usefixtures("mute")
def test_a_verdict_is_given_and_an_agents_after_it_without_a_word(table: Table) -> None:
    desk = documents.make_world(table)
    piece = desk.accept("facture")
    desk.send()
    refuse_piece(
        desk.dossier_id,
        piece.document_id,
        FileReason.OUTDATED,
        "",
        by=documents.AGENT,
        table=table,
    )
    assert desk.piece(piece.document_id).state is PieceState.REFUSED


@pytest.mark.usefixtures("mute")
def test_a_milestone_is_recorded_or_refused_without_a_word(world: operators.World) -> None:
    dossier_id = world.send(operator="strasbourg")
    world.prepare(dossier_id)
    by, table, now = operators.AGENT, world.table, world.now
    with pytest.raises(DayOutOfReach) as refused:
        record_by_hand(dossier_id, "filed", LATE, by=by, table=table, now=now)
    assert refused.value.values == {"first": Day(date(2026, 3, 2))}
    filed = record_by_hand(dossier_id, "filed", now.date(), by=by, table=table, now=now)
    assert filed.current_request() is not None


@pytest.mark.parametrize(
    ("language", "said", "opens"),
    [
        ("fr", "13 mars 2026", "Le récépissé"),
        ("pt_BR", "13 de março de 2026", "O recibo"),
        ("en", "13 March 2026", "The town hall"),
    ],
)
def test_one_finding_is_read_in_each_language(language: str, said: str, opens: str) -> None:
    from tests.readings.test_radar import only, radar, receipt

    found = only(radar(receipt(date(2026, 1, 12)), on=date(2026, 3, 12)))
    sentence, values = explain(found)
    with in_language(language):
        told = translate(sentence, **values)
    assert said in told
    assert told.startswith(opens)


VALUES: dict[str, Value] = {
    "name": "Ben",
    "most": 5,
    "day": Day(LATE),
    "power": Number(Decimal("9.5"), "kVA"),
    "pdl": Grouped("01234567890123", PDL_GROUPS),
}


def test_values_are_kept_as_they_are_and_come_back_equal() -> None:
    assert restore_values(keep_values(VALUES)) == VALUES


@pytest.mark.parametrize("words", [Text("Oui"), Joined((Text("Oui"), "2"))])
def test_a_text_of_ours_is_never_kept(words: Value) -> None:
    with pytest.raises(TypeError, match="code"):
        keep_values({"words": words})
