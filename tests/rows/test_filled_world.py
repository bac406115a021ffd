"""On a stage that people have lived on, every row is declared, and every declaration has its row."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.accounts.own_rows import list_own_rows
from chalicelib.aws.items import item_from_wire
from chalicelib.aws.session import client
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.operators.poll_operators import poll_operators
from chalicelib.retention.erase_person import erase_person, places_of_files
from chalicelib.retention.export_person import export_person
from chalicelib.retention.purge import SCHEDULE
from chalicelib.rows.model import KEY_COLUMNS, Erasure, Row, Subject
from chalicelib.rows.objects import OBJECTS, OF_CASE, OUTBOUND
from chalicelib.rows.registry import PARTITIONS_OF_CASE, ROWS, find_object, find_row
from chalicelib.rows.visitors import ASKERS_QUESTION
from chalicelib.settings import load_settings
from tests.peopled import DESK, Peopled
from tests.rows.filled import open_filled

LISTED = ("fk", "gk", "wk")


@pytest.fixture(scope="module")
def world() -> Iterator[Peopled]:
    with open_filled() as found:
        yield found


def every_row(world: Peopled) -> list[dict[str, Any]]:
    """Read the whole table, as only a test may."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=world.life.stage.table.name)
    return [item_from_wire(item) for page in pages for item in page["Items"]]


def kind_of(item: dict[str, Any]) -> Row:
    kind = find_row(item)
    assert kind is not None, f"no room declared {item['pk']} / {item['sk']}"
    return kind


def test_every_row_is_of_a_declared_kind_and_every_kind_has_its_row(world: Peopled) -> None:
    standing = Counter(kind_of(item).name for item in every_row(world))
    assert {row.name for row in ROWS} - standing.keys() == set()


def test_a_row_stands_on_no_list_but_those_of_its_kind(world: Peopled) -> None:
    for item in every_row(world):
        kind = kind_of(item)
        for column in LISTED:
            if key := item.get(column):
                mine = [one for one in kind.lists if one.columns[0] == column]
                assert any(one.lists(key) for one in mine), f"{kind.name} under {key}"


def test_a_row_expires_when_its_kind_does_and_not_later(world: Peopled) -> None:
    now_s = world.life.now().timestamp()
    of_clients = {
        item["pk"]
        for item in every_row(world)
        if ASKERS_QUESTION.is_row(item) and item["data"]["about"]
    }
    for item in every_row(world):
        kind = kind_of(item)
        stays = item["pk"] in of_clients and kind.owner == "contact"  # as long as its dossier
        assert ("expires_s" in item) == (kind.life is not None and not stays), kind.name
        if kind.life and not stays:
            assert item["expires_s"] <= now_s + kind.life.total_seconds() + 1, kind.name


def test_every_object_is_of_a_declared_kind(world: Peopled) -> None:
    settings = load_settings()
    buckets = {
        "uploads": settings.uploads_bucket,
        "documents": settings.documents_bucket,
        "drop": settings.drop_bucket,
    }
    for word, bucket in buckets.items():
        for stored in client("s3").list_objects_v2(Bucket=bucket).get("Contents", []):
            assert find_object(word, stored["Key"]), stored["Key"]


def personal_texts(world: Peopled, dossier_id: str) -> set[str]:
    """The client's own values, by which they could be found again."""
    dossier = world.life.load(dossier_id)
    form = dossier.form
    head = dossier.head
    references = {one.external_id for one in dossier.requests} - {""}
    return {
        *(head.last_name, head.email, head.phone),
        *(f"{form['client'][name]}" for name in ("address", "mobile")),
        f"{form['electricity']['pdl']}",
        *references,
    }


def test_an_export_holds_every_kind_that_is_declared_to_be_in_it(world: Peopled) -> None:
    table, (waiting, *_others) = world.life.stage.table, world.places["dossier_id"]
    whole = world.places["dossier_id"][3]
    exports = [export_person(one, by=DESK, table=table) for one in (whole, waiting)]
    declared = {row for row in ROWS if row.exported}
    assert {row.exported for row in declared} <= exports[0].keys()
    assert all(exports[0][row.exported] for row in declared), "a part of the export is empty"
    of_dossier = {row for row in declared if row.partition in PARTITIONS_OF_CASE}
    assert recorded(exports, "records") == names(of_dossier, "records")
    assert recorded(exports, "account") == names(declared, "account")


def test_an_export_holds_no_column_that_is_declared_hidden_and_no_key(world: Peopled) -> None:
    whole = world.places["dossier_id"][3]
    document = export_person(whole, by=DESK, table=world.life.stage.table)
    for one in (*document["records"], *document["account"]):
        assert not {*find(one["record"]).hidden, *KEY_COLUMNS} & one.keys()


def recorded(exports: list[dict[str, Any]], part: str) -> set[str]:
    return {one["record"] for document in exports for one in document[part]}


def names(rows: set[Row], part: str) -> set[str]:
    return {row.name for row in rows if row.exported == part}


def test_nothing_of_a_person_is_left_anywhere_once_their_dossiers_are_erased(
    world: Peopled,
) -> None:
    table = world.life.stage.table
    whole = world.places["dossier_id"][3]
    texts, client_id = personal_texts(world, whole), world.life.load(whole).head.client_id
    before = f"{every_row(world)}"
    assert all(text in before for text in texts)
    erase_all(world)
    left = Counter(
        (kind_of(item).name, text)
        for item in every_row(world)
        for text in texts
        if text in f"{item}"
    )
    assert {find(name).erased for name, _text in left} <= {Erasure.EXPIRES}, left
    for item in every_row(world):
        kind = kind_of(item)
        if kind.erased is Erasure.DELETED and kind.of == (Subject.CLIENT,):
            raise AssertionError(f"{kind.name} is left")
    named = {kind_of(item).name for item in every_row(world) if client_id in f"{item}"}
    kept = {name for name in named if find(name).erased is not Erasure.EXPIRES}
    assert kept == {"event"}, "a pseudonymous id that leads to nobody any more"
    for dossier_id in world.places["dossier_id"]:
        for bucket, prefix in places_of_files(world.life.load(dossier_id)):
            found = client("s3").list_object_versions(Bucket=bucket, Prefix=prefix)
            assert not found.get("Versions"), prefix
    assert list_own_rows(table, client_id) == ()


def find(name: str) -> Row:
    return next(row for row in ROWS if row.name == name)


def erase_all(world: Peopled) -> None:
    """End every dossier, tell the operator, and erase the person of each."""
    table, life = world.life.stage.table, world.life
    for dossier_id in world.places["dossier_id"]:
        if life.load(dossier_id).head.is_open:
            cancel_dossier(dossier_id, "fin", by=DESK, table=table)
    poll_operators()
    for dossier_id in world.places["dossier_id"]:
        proof = erase_person(
            dossier_id, by=SCHEDULE, why=DESK.person_id, table=table, now=life.now()
        )
        assert proof.is_complete, proof


def test_every_object_of_a_person_is_in_the_places_that_an_erasure_empties() -> None:
    declared = {one for one in OBJECTS if one.erased is Erasure.DELETED}
    assert declared == {*OF_CASE, OUTBOUND}
