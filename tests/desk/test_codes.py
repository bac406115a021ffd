"""A code that nobody knew is labelled: it has its effect on what waits, and on what comes."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts.model import Person, Role
from chalicelib.audit.model import Actor
from chalicelib.connection_desk.label_code import label_code
from chalicelib.desk.model import Report, Result
from chalicelib.dossiers.model import RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.apply_labels import apply_labels
from chalicelib.operators.apply_milestones import apply_milestones
from chalicelib.operators.health import Health, Run, load_health
from chalicelib.operators.labels import list_labels
from chalicelib.operators.model import RawMilestone
from chalicelib.operators.overview import find_silence, list_connectors
from chalicelib.operators.refusals import CodesStillUnknown, LabelUnreadable
from chalicelib.reference.operators import Meaning, UnknownOperator
from tests.desk.worlds import ANA, NOW, Desk
from tests.dossiers.conftest import Callers
from tests.operators.conftest import world
from tests.operators.worlds import World

__all__ = ["world"]

PERSON = Person("usr_ana", Role.AGENT, "Ana")
BY_OPERATOR = Actor("operator-enedis", "operator", "schedule")


def flagged(desk: Desk, code: str = "ZZ99", **head: str) -> str:
    """Make a dossier whose operator used a code that nobody knows."""
    dossier_id = desk.send(status=Status.WITH_OPERATOR, **head)
    desk.ask(dossier_id, RequestState.OPEN, external_id=f"2603P4E00000{desk.made}")
    tell(desk, dossier_id, code)
    return dossier_id


def tell(desk: Desk, dossier_id: str, code: str, number: int = 1) -> None:
    raw = RawMilestone("http", dossier_id, number, code, "Libellé reçu", desk.now)
    apply_milestones(dossier_id, 1, (raw,), by=BY_OPERATOR, table=desk.table, now=desk.now)


def label(desk: Desk, code: str = "ZZ99", meaning: str = "validated", **more: str) -> Report | None:
    return label_code(
        more.get("operator", "enedis"),
        code,
        more.get("words", "Demande acceptée"),
        meaning,
        idempotency_key=more.get("key", "clef"),
        by=PERSON,
        actor=ANA,
        table=desk.table,
    )


def test_what_waited_for_the_code_goes_on_and_is_no_longer_flagged(desk: Desk) -> None:
    first, second = flagged(desk), flagged(desk)
    assert desk.load(first).head.flags == ("unknown_code",)
    report = label(desk)
    assert report is not None
    assert [one.outcome.result for one in report.lines if one.outcome] == [Result.DONE] * 2
    for one in (first, second):
        assert desk.load(one).head.status is Status.COMMISSIONING_PENDING
        assert desk.load(one).head.flags == ()


def test_from_then_on_the_code_is_known(desk: Desk) -> None:
    flagged(desk)
    label(desk)
    later = flagged(desk)
    assert desk.load(later).head.status is Status.COMMISSIONING_PENDING
    assert desk.load(later).head.flags == ()
    (shown,) = (one for one in list_connectors(desk.table) if one.operator.code == "enedis")
    assert shown.flags == ()
    assert [(one.code, one.meaning, one.by) for one in shown.labels] == [
        ("ZZ99", Meaning.VALIDATED, "usr_ana")
    ]


def test_a_dossier_with_another_unknown_code_waits_on(desk: Desk) -> None:
    dossier_id = flagged(desk)
    tell(desk, dossier_id, "YY88", number=2)
    report = label(desk)
    assert report is not None
    (line,) = report.lines
    assert line.outcome is not None
    assert line.outcome.result is Result.REFUSED
    assert desk.load(dossier_id).head.flags == ("unknown_code",)
    with pytest.raises(CodesStillUnknown):
        apply_labels(dossier_id, by=ANA, table=desk.table)
    label(desk, "YY88", "received", key="autre")
    assert desk.load(dossier_id).head.status is Status.COMMISSIONING_PENDING


def test_a_label_is_its_operator_s(desk: Desk) -> None:
    dossier_id = flagged(desk)
    assert label(desk, operator="greenalp") is None
    assert desk.load(dossier_id).head.flags == ("unknown_code",)
    assert list_labels(desk.table, "enedis") == ()


def test_a_code_of_the_reference_data_is_not_overruled(desk: Desk) -> None:
    label(desk, "DMREC", "commissioned")
    dossier_id = flagged(desk)
    tell(desk, dossier_id, "DMREC", number=2)
    assert desk.load(dossier_id).head.commissioned_on is None


@pytest.mark.parametrize(
    ("told", "field"),
    [({"words": ""}, "libelle"), ({"words": "x" * 101}, "libelle"), ({"meaning": "?"}, "sens")],
)
def test_a_label_without_words_or_meaning_is_refused(
    desk: Desk, told: dict[str, str], field: str
) -> None:
    with pytest.raises(LabelUnreadable) as refused:
        label(desk, **told)
    assert refused.value.field == field
    with pytest.raises(UnknownOperator):
        label(desk, operator="nulle-part")


def test_on_the_page_a_code_is_labelled_and_the_report_follows(
    desk: Desk, callers: Callers
) -> None:
    dossier_id = flagged(desk, last_name="Durand")
    agent = callers.browser("agent")
    assert "ZZ99" in agent.get("/operateurs").body
    fields = {"gestionnaire": "enedis", "code": "ZZ99", "key": "clef-1", "libelle": "Accord"}
    refused = agent.post("/operateurs/codes", fields)
    assert refused.status == 422
    assert "Accord" in refused.body
    assert "un sens de la liste" in refused.body
    done = agent.post("/operateurs/codes", fields | {"sens": "validated"})
    assert done.status == 303
    assert "1 dossier traité" in agent.get(done.headers["location"]).body
    assert desk.load(dossier_id).head.status is Status.COMMISSIONING_PENDING
    page = agent.get("/operateurs").body
    assert "libellés par nos agents" in page
    assert "Accord" in page
    corrected = fields | {"libelle": "Accord ferme", "sens": "qualified", "key": "clef-2"}
    assert agent.post("/operateurs/codes", corrected).status == 303
    assert "Accord ferme" in agent.get("/operateurs").body
    none = agent.post("/operateurs/codes", fields | {"code": "XX11", "sens": "received"})
    assert none.headers["location"] == "/operateurs"


def test_a_pass_tells_when_how_long_how_many_and_how_it_went(world: World) -> None:
    world.file()
    world.later(hours=2)
    world.poll()
    (run, *_before) = load_health(world.table, "enedis").runs
    assert (run.asked, run.error) == (1, "")
    assert run.took_ms >= 0
    world.sandbox.desk.set_clock({"now": world.now.isoformat(), "factor": 0})
    world.connectors["enedis"] = Broken()  # type: ignore[assignment] # a connector that fails
    world.later(hours=2)
    world.poll()
    health = load_health(world.table, "enedis")
    assert health.runs[0].error == "down"
    assert health.runs[1].error == ""


class Broken:
    """A connector whose operator does not answer."""

    can_poll = True
    confirms_orders = True

    def list_milestones(self, _ids: object) -> object:
        from chalicelib.aws.trouble import TransientError

        raise TransientError("enedis", "down")


def test_the_last_runs_are_few() -> None:
    health = Health("enedis")
    for number in range(8):
        runs = health.with_run(Run(NOW + timedelta(hours=number), 5, number))
        health = Health("enedis", runs=runs)
    assert [run.asked for run in health.runs] == [7, 6, 5, 4, 3]


def test_an_operator_that_says_nothing_any_more_is_told_with_since_when() -> None:
    heard = Health("enedis", runs=(Run(NOW, 5, 1, "down"), Run(NOW - timedelta(hours=1), 5, 1)))
    since = NOW - timedelta(hours=1)
    assert find_silence("http", heard, NOW + timedelta(minutes=1)) == since
    assert find_silence("http", heard, since + timedelta(minutes=59)) is None
    assert find_silence("csv_drop", heard, since + timedelta(days=8)) == since
    assert find_silence("by_hand", heard, NOW + timedelta(days=90)) is None
    assert find_silence("http", Health("enedis"), NOW) is None


def test_the_page_says_that_a_connector_is_silent(
    desk: Desk, callers: Callers, world: World
) -> None:
    world.poll()
    runs: Any = [["2026-01-05T09:00:00+00:00", 1200, 4, ""]]
    from chalicelib.aws.items import Update

    desk.table.update(Update("OPERATOR#enedis", "HEALTH", set={"runs": runs}))
    page = callers.browser("agent").get("/operateurs").body
    assert "Muet" in page
    assert "rien d’entendu depuis le 5 janvier 2026" in page
    assert "4 demandes" in page
    assert "1,2" in page
