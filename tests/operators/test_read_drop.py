"""A dropped file moves the dossiers it speaks of and leaves its result beside it."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.items import Update
from chalicelib.aws.session import client
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import RequestState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.events import list_dropped
from chalicelib.operators.events import read_drop as read_drop_lambda
from chalicelib.operators.health import load_health
from chalicelib.operators.read_drop import read_drop
from chalicelib.rows.cases import CASE
from tests.operators.worlds import World

BUCKET = "raccordo-test-drop"
HEADER = (
    "identifiantProjet,referenceDossier,dateMiseEnService,nouvelleReference,dateAccuseReception"
)
EVENTS = Path(__file__).parents[1] / "events"


def drop(text: str, key: str = "inbound/greenalp/mars.csv") -> str:
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=f"{HEADER}\n{text}".encode())
    return key


def read(world: World, text: str) -> list[tuple[int, str]]:
    outcomes = read_drop(BUCKET, drop(text), table=world.table, now=world.now)
    return [(one.line, one.outcome) for one in outcomes]


def outbound(world: World, dossier_id: str, kind: str) -> dict[str, str]:
    name = f"outbound/greenalp/{dossier_id}-1{kind}.csv"
    raw = client("s3").get_object(Bucket=BUCKET, Key=name)["Body"].read()
    return next(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def test_a_dossier_goes_from_its_file_to_commissioning_by_dates_alone(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    assert outbound(world, dossier_id, ".demande")["identifiantProjet"] == f"{dossier_id}-1"
    assert world.status(dossier_id) is Status.WITH_OPERATOR
    world.later(days=60)
    assert read(world, f"{dossier_id}-1,GA-77,,,20/03/2026") == [(2, "applied")]
    assert world.load(dossier_id).reached(Milestone.REQUEST_QUALIFIED)
    assert world.request(dossier_id).external_id == "GA-77"
    assert read(world, ",GA-77,28/04/2026,,") == [(2, "applied")]
    closed = world.load(dossier_id).head
    assert (closed.status, closed.commissioned_on) == (Status.CLOSED, date(2026, 4, 28))


def test_the_same_file_again_changes_nothing_and_a_corrected_date_corrects(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    world.later(days=60)
    line = f"{dossier_id}-1,GA-77,28/04/2026,,20/03/2026"
    read(world, line)
    version = world.load(dossier_id).head.version
    assert read(world, line) == [(2, "unchanged")]
    assert world.load(dossier_id).head.version == version
    read(world, f"{dossier_id}-1,GA-77,29/04/2026,,")
    assert world.load(dossier_id).head.commissioned_on == date(2026, 4, 29)


def test_a_new_reference_replaces_the_former_and_both_find_the_dossier(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    world.later(days=60)
    read(world, f"{dossier_id}-1,GA-77,,,20/03/2026")
    read(world, ",GA-77,,GA-78,")
    assert world.request(dossier_id).external_id == "GA-78"
    assert read(world, ",GA-77,28/04/2026,,") == [(2, "applied")]


def test_bad_lines_are_reported_beside_the_file_and_harm_no_other(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    elsewhere = world.file(operator="enedis")
    world.later(days=60)
    text = "\n".join(
        [
            "dos_0-1,GA-1,28/04/2026,,",
            f"{elsewhere}-1,GA-2,28/04/2026,,",
            f"{dossier_id}-1,GA 3,,,20/03/2026",
            f"{dossier_id}-1,GA-3,32/04/2026,,",
            f"{dossier_id}-1,GA-3,01/01/2027,,",
            f"{dossier_id}-1,GA-3,,,20/03/2026",
        ]
    )
    outcomes = read(world, text)
    assert sorted(outcomes) == [
        (2, "refused"),
        (3, "refused"),
        (4, "refused"),
        (5, "refused"),
        (6, "refused"),
        (7, "applied"),
    ]
    assert world.load(dossier_id).reached(Milestone.REQUEST_QUALIFIED)
    assert world.status(elsewhere) is Status.WITH_OPERATOR
    result = client("s3").get_object(Bucket=BUCKET, Key="inbound/greenalp/mars.csv.result.csv")
    lines = result["Body"].read().decode("utf-8-sig").splitlines()
    assert len(lines) == 7


def test_a_reference_belongs_to_one_dossier(world: World) -> None:
    first, second = world.file(operator="greenalp"), world.file(operator="greenalp")
    read(world, f"{first}-1,GA-77,,,")
    assert read(world, f"{second}-1,GA-77,,,") == [(2, "refused")]
    assert world.request(second).external_id == ""


def test_our_coded_column_reports_what_dates_cannot(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    world.later(days=60)
    text = (
        "identifiantProjet;codeJalon;dateJalon;numeroJalon;piece\n"
        f"{dossier_id}-1;INCPL;10/03/2026;1;mairie\n"
    )
    client("s3").put_object(Bucket=BUCKET, Key="inbound/greenalp/a.csv", Body=text.encode())
    read_drop(BUCKET, "inbound/greenalp/a.csv", table=world.table, now=world.now)
    assert world.status(dossier_id) is Status.AWAITING_PIECE
    world.hand_in(dossier_id, "mairie")
    world.later(hours=1)
    world.real = max(world.real, world.request(dossier_id).next_at or world.real)
    world.act()
    assert world.request(dossier_id).awaited_piece == ""


def test_orders_and_cancellations_go_out_as_files(world: World) -> None:
    from chalicelib.dossiers.cancel import cancel_dossier
    from tests.operators.worlds import AGENT

    dossier_id = world.file(operator="greenalp")
    cancel_dossier(dossier_id, "Renonce", by=AGENT, table=world.table, now=world.now)
    world.work(days=1)
    assert outbound(world, dossier_id, ".annulation")["type"] == "annulation"
    assert world.request(dossier_id).state is RequestState.CANCELLED


@pytest.mark.parametrize(
    "key",
    [
        "inbound/nobody/mars.csv",
        "outbound/greenalp/mars.csv",
        "inbound/greenalp/mars.csv.result.csv",
        "inbound/greenalp/gone.csv",
    ],
)
def test_a_file_that_is_not_for_us_or_is_gone_changes_nothing(world: World, key: str) -> None:
    if "gone" not in key:
        drop("x,y,,,", key)
    assert read_drop(BUCKET, key, table=world.table, now=world.now) == ()


def event(*bodies: str) -> dict[str, Any]:
    record = json.loads((EVENTS / "sqs_drop.json").read_text())["Records"][0]
    return {
        "Records": [
            {**record, "messageId": f"m{place}", "body": body} for place, body in enumerate(bodies)
        ]
    }


def told(*keys: str) -> str:
    whole = json.loads((EVENTS / "sqs_drop.json").read_text())["Records"][0]
    (record,) = json.loads(whole["body"])["Records"]
    records = []
    for key in keys:
        one = json.loads(json.dumps(record))
        one["s3"]["bucket"]["name"] = BUCKET
        one["s3"]["object"]["key"] = key
        records.append(one)
    return json.dumps({"Records": records})


def test_all_records_of_a_notification_are_listed_and_their_keys_decoded_once() -> None:
    body = told("inbound/greenalp/relev%C3%A9+d%27avril%2B.csv", "inbound/greenalp/b.csv")
    assert list(list_dropped(body)) == [
        (BUCKET, "inbound/greenalp/relevé d'avril+.csv"),
        (BUCKET, "inbound/greenalp/b.csv"),
    ]
    assert list(list_dropped('{"Service": "Amazon S3", "Event": "s3:TestEvent"}')) == []


def test_a_poison_message_comes_back_alone(world: World) -> None:
    dossier_id = world.file(operator="greenalp")
    drop(f"{dossier_id}-1,GA-5,,,", "inbound/greenalp/été.csv")
    good, poison = told("inbound/greenalp/%C3%A9t%C3%A9.csv"), "not json"
    answer = read_drop_lambda(event(poison, good), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m0"}]}
    assert world.request(dossier_id).external_id == "GA-5"


def test_a_line_whose_dossier_cannot_be_read_keeps_no_other_from_its_turn(world: World) -> None:
    broken, good = world.file(operator="greenalp"), world.file(operator="greenalp")
    world.table.update(Update(CASE.pk(broken), "!HEAD", set={"status": "nonsense"}))
    world.later(days=60)
    key = drop(f"{broken}-1,GA-1,,,20/03/2026\n{good}-1,GA-2,,,20/03/2026")
    with pytest.raises(ExceptionGroup):
        read_drop(BUCKET, key, table=world.table, now=world.now)
    assert world.request(good).external_id == "GA-2"
    told = client("s3").get_object(Bucket=BUCKET, Key=f"{key}.result.csv")["Body"].read()
    assert [row.split(";")[1] for row in told.decode("utf-8-sig").splitlines()[1:3]] == [
        "refused",
        "applied",
    ]


def test_when_an_operator_was_heard_of_is_real_time(world: World) -> None:
    read(world, "nothing,,,,")
    answered_at = load_health(world.table, "greenalp").answered_at
    assert answered_at is not None
    assert abs(datetime.now(UTC) - answered_at) < timedelta(hours=1)
