"""What a receipt says: every field, every file, the journal, and nothing that depends on the reader."""

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import JournalBroken
from chalicelib.aws.table import Table
from chalicelib.connection_receipts.list_fields import NOT_KEPT, list_fields
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import PieceState
from chalicelib.form.fields import STEP_FORMS
from chalicelib.form.values import Form
from chalicelib.receipts.model import SCHEMA, hash_bytes, write_canonical
from chalicelib.receipts.of_kind import Line
from chalicelib.receipts.plain_lines import plain
from chalicelib.receipts.write_document import find_sealable, write_document
from chalicelib.words.translation import set_language
from tests.form.whole_form import whole_form
from tests.receipts.worlds import AT, PIECES, World, accepted, make_world, pending, sha


def leaves(form: Form) -> Iterator[tuple[str, str, Any]]:
    """Every value that a form keeps, with its step and its path."""
    for step, values in form.items():
        for name, value in values.items():
            if isinstance(value, list):
                for index, row in enumerate(value):
                    assert isinstance(row, dict)
                    yield from ((step, f"{name}.{index}.{key}", one) for key, one in row.items())
            else:
                yield step, name, value


def listed(form: Form) -> list[Line]:
    return list(list_fields(form))


def document(world: World) -> dict[str, Any]:
    dossier = world.dossier()
    sealable = find_sealable(DOSSIER, dossier, world.journal())
    return write_document(sealable, first=None, ordinal=1, check_url="https://x.test/verifier")


def test_every_value_of_the_form_is_in_the_receipt_with_its_label() -> None:
    form = whole_form()
    lines = {(one.part, one.name): one for one in listed(form)}
    sent = list(leaves(form))
    assert len(sent) > 30
    for step, path, value in sent:
        line = lines[(step, path)]
        assert line.value == plain(value), path
        assert line.label, path


def test_a_field_without_answer_is_said_to_have_none() -> None:
    named = {one.name for one in listed({})}
    known = {entry.name for table in STEP_FORMS.values() for entry in table.entries()}
    assert named == known - {NOT_KEPT}
    assert all(one.value is None for one in listed({}))


def test_a_value_that_no_table_knows_any_more_is_sealed_all_the_same() -> None:
    lines = listed({"plant": {"former_field": Decimal("2.50")}})
    found = next(one for one in lines if one.name == "former_field")
    assert (found.value, found.text) == ("2.5", "2.5")


def test_the_instant_of_the_sending_is_told_to_the_second_in_both_times(world: World) -> None:
    said = document(world)["event"]
    assert (said["kind"], said["label"]) == ("dossier_submitted", "Envoyé le")
    by = {"person_id": "usr_1", "role": "installer", "role_label": "Installateur"}
    assert said["by"] == by
    assert {name: said[name] for name in ("utc", "local", "time_zone")} == {
        "utc": "2026-03-02T09:30:15Z",
        "local": "2026-03-02T10:30:15+01:00",
        "time_zone": "Europe/Paris",
    }


def test_the_receipt_names_its_schema_and_the_event_of_the_sending(world: World) -> None:
    said, sending = document(world), world.sending()
    assert said["schema"] == SCHEMA == "raccordo-receipt/2"
    assert said["journal"]["event"] == {"seq": sending.seq, "hash": sending.hash}
    head = world.dossier().head
    assert said["journal"]["state"] == {"seq": head.seq, "hash": head.last_hash}


def test_every_file_has_its_name_its_size_and_both_fingerprints(world: World) -> None:
    files = {one["slot"]: one for one in document(world)["files"]}
    assert set(files) == {piece.slot for piece in PIECES}
    bill = files["facture"]
    assert bill["name"] == "facture.pdf"
    assert bill["size_bytes"] == 12_345
    assert bill["content_type"] == "application/pdf"
    assert bill["original_sha256"] == sha("original facture")
    assert bill["served_sha256"] == sha("served facture")
    assert (bill["verdict"], bill["verdict_at"]) == ("accepted", "2026-03-02T08:30:15Z")


def test_what_is_not_known_yet_is_said(world: World) -> None:
    meter = next(one for one in document(world)["files"] if one["slot"] == "photo_compteur")
    assert meter["verdict_label"] == "Pas encore vérifié"
    assert meter["original_sha256"] is meter["served_sha256"] is meter["verdict_at"] is None


def test_files_that_were_replaced_or_only_asked_for_are_not_in_it(table: Table) -> None:
    world = make_world(table)
    gone = replace(accepted("mairie"), state=PieceState.SUPERSEDED)
    asked = replace(pending("autre"), state=PieceState.EXPECTED)
    world.change(gone, asked, now=AT)
    assert {one["slot"] for one in document(world)["files"]} == {one.slot for one in PIECES}


def test_the_same_content_has_the_same_bytes_whatever_the_order() -> None:
    one = write_canonical({"b": [1, "é"], "a": None})
    two = write_canonical({"a": None, "b": [1, "é"]})
    assert one == two == '{"a":null,"b":[1,"é"]}'.encode()


def test_a_fraction_has_no_place_in_the_schema() -> None:
    with pytest.raises(ValueError, match="JSON"):
        write_canonical({"a": float("nan")})  # type: ignore[dict-item] # what the schema refuses
    assert plain(Decimal("8.50")) == "8.5"
    assert plain(Decimal(100)) == "100"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_sealing(text: str) -> None:
    assert json.loads(write_canonical({"text": text})) == {"text": text}


def test_the_document_does_not_depend_on_the_readers_language(world: World) -> None:
    before = hash_bytes(write_canonical(document(world)))
    set_language("en")
    try:
        assert hash_bytes(write_canonical(document(world))) == before
    finally:
        set_language("fr")


def test_a_journal_that_does_not_verify_is_not_sealed(world: World) -> None:
    dossier, journal = world.dossier(), list(world.journal())
    forged = [replace(journal[0], details={"x": "forged"}), *journal[1:]]
    with pytest.raises(JournalBroken):
        find_sealable(DOSSIER, dossier, forged)
    with pytest.raises(JournalBroken):
        find_sealable(DOSSIER, dossier, journal[:-1])
