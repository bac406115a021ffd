"""The bytes of every key, written by hand: a change of the registry never moves rows unseen."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.rows import listings as lists
from chalicelib.rows.instants import stamp
from chalicelib.rows.model import Listing, Row
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.registry import ROWS, find_object, find_row
from chalicelib.rows.stored import StoredObject

AT = "2026-03-02T09:30:00.000000+00:00"
DOS, CTC = "dos_0197c2f4a1b3", "ctc_0197c2f4a1b3"
HASH = "0f3a"

KEYS: dict[str, tuple[tuple[object, ...], str, str]] = {
    "head": ((DOS,), f"C#{DOS}", "!HEAD"),
    "form": ((DOS,), f"C#{DOS}", "FORM"),
    "file": ((DOS, "facture", "doc_1"), f"C#{DOS}", "PIECE#facture#doc_1"),
    "reading": ((DOS, "doc_1"), f"C#{DOS}", "READING#doc_1"),
    "remark": ((DOS, "f00"), f"C#{DOS}", "CHECKED#f00"),
    "request": ((DOS, 1), f"C#{DOS}", "REQUEST#001"),
    "subscription": ((DOS,), f"C#{DOS}", "SUBSCRIPTION"),
    "signed_paper": ((DOS, "mandate"), f"C#{DOS}", "SIGNED#mandate"),
    "receipt": ((DOS, 2), f"C#{DOS}", "RECEIPT#002"),
    "amendment": ((DOS, 3), f"C#{DOS}", "AMENDMENT#003"),
    "amendment_typed": ((DOS, "usr_1"), f"C#{DOS}", "TYPED#usr_1"),
    "thread": ((DOS,), f"C#{DOS}", "MESSAGES"),
    "storage_readings": ((DOS, "2026"), f"C#{DOS}", "STORAGE#2026"),
    "following_links": ((DOS,), f"C#{DOS}", "FOLLOWING"),
    "question": ((DOS, CTC), f"C#{DOS}", f"CONTACT#{CTC}"),
    "operator_milestone": ((DOS, "http", "26P4E", 4), f"C#{DOS}", "OPMS#http#26P4E#0004"),
    "watched_request": ((DOS, 1), f"C#{DOS}", "WATCH#001"),
    "notice": ((DOS, "ntc_1"), f"C#{DOS}", "NOTICE#ntc_1"),
    "task_token": ((DOS, 1, "filed"), f"C#{DOS}", "TOKEN#0001#filed"),
    "due_date": ((DOS, "rule_1", 7), f"C#{DOS}", "DUE#rule_1#00000007"),
    "execution": ((DOS,), f"C#{DOS}", "EXECUTION"),
    "agents_line": ((DOS,), f"C#{DOS}", "AGENTS"),
    "agents_reason": ((DOS, "late"), f"C#{DOS}", "WAITS#late"),
    "taken": ((DOS,), f"C#{DOS}", "TAKEN"),
    "reminded": ((DOS,), f"C#{DOS}", "REMINDED"),
    "surplus": ((DOS,), f"C#{DOS}", "SURPLUS"),
    "retention": ((DOS,), f"C#{DOS}", "RETENTION"),
    "erasure": ((DOS,), f"C#{DOS}", "ERASURE"),
    "event": ((DOS, 7), f"J#{DOS}", "E#00000007"),
    "event_values": ((DOS, 7), f"J#{DOS}", "V#00000007"),
    "message": ((DOS, 7), f"MSG#{DOS}", "M#00000007"),
    "posting_key": ((DOS, HASH), f"MSG#{DOS}", "K#0f3a"),
    "message_typed": ((DOS, "usr_1"), f"MSG#{DOS}", "DRAFT#usr_1"),
    "reference": (("7K4M-92PX",), "R#7K4M-92PX", "REFERENCE"),
    "operator_reference": (("enedis", "26P4E"), "OPREF#enedis#26P4E", "OPERATOR_REFERENCE"),
    "search_word": (("dossier", "firm_1", "martin", DOS), "SF#dossier#firm_1", f"martin#{DOS}"),
    "counters": (("firm_1", "gar"), "COUNTS#firm_1", "gar"),
    "creation_key": (("usr_1", HASH), "K#usr_1#0f3a", "KEY"),
    "duration": (
        ("enedis", "gar", "filed", AT, HASH),
        "STATS#enedis#gar#filed",
        f"{AT}#0f3a",
    ),
    "seal": ((HASH,), "X#0f3a", "SEAL"),
    "account": ((HASH,), "A#0f3a", "ACCOUNT"),
    "tries": ((HASH,), "A#0f3a", "TRIES"),
    "sign_in_trace": ((HASH, AT), "A#0f3a", f"TRACE#{AT}"),
    "mail_asked": ((HASH, "ask_1"), "A#0f3a", "ASKED#ask_1"),
    "mails_asked": ((HASH, 495), "A#0f3a", "MAILS#495"),
    "user": (("usr_1",), "U#usr_1", "USER"),
    "own_invitation": (("usr_1", "firm_1"), "U#usr_1", "INVITED#firm_1"),
    "firm_mails": (("firm_1", date(2026, 11, 21)), "F#firm_1", "MAILS#2026-11-21"),
    "held_firm": (("firm_1",), "HELD", "FIRM#firm_1"),
    "mails_caused": ((HASH, "invitation", 20000), "LIMIT#0f3a", "invitation#20000"),
    "address_invitation": ((HASH, "firm_1"), "A#0f3a", "INVITED#firm_1"),
    "firm_invitation": (("firm_1", HASH), "F#firm_1", "INVITED#0f3a"),
    "own_token": (("usr_1", "tok_1"), "U#usr_1", "TOKEN#tok_1"),
    "own_dossier": (("usr_1", DOS), "U#usr_1", f"DOSSIER#{DOS}"),
    "own_notice": (("usr_1", "ntc_1"), "U#usr_1", "NOTICE#ntc_1"),
    "session": ((HASH,), "S#0f3a", "SESSION"),
    "api_token": ((HASH,), "T#0f3a", "TOKEN"),
    "token_key": (("usr_1", HASH), "K#usr_1#0f3a", "TOKEN_KEY"),
    "firm": (("firm_1",), "F#firm_1", "FIRM"),
    "member": (("firm_1", "usr_1"), "F#firm_1", "MEMBER#usr_1"),
    "firm_act": (("firm_1", AT, "act_1"), "F#firm_1", f"ACT#{AT}#act_1"),
    "subscription_link": ((HASH,), "L#0f3a", "LINK"),
    "account_link": ((HASH,), "L#0f3a", "ACCOUNT_LINK"),
    "summary_link": ((HASH,), "L#0f3a", "SUMMARY_LINK"),
    "summary_wanted": (("usr_1",), "SUMMARY", "TO#usr_1"),
    "summary_run": (("2026-03-02",), "SUMMARY", "RUN#2026-03-02"),
    "source_tries": ((HASH, 495), "SOURCE#0f3a", "TRIES#495"),
    "source_questions": ((HASH, "receipts", 495), "SOURCE#0f3a", "receipts#495"),
    "source_barriers": ((HASH, "2026-03-02"), "SOURCE#0f3a", "BARRIERS#2026-03-02"),
    "uploads_of_day": (("usr_1", date(2026, 3, 2)), "Q#usr_1", "UPLOADS#2026-03-02"),
    "surplus_version": (("usr_1", "v1"), "Q#usr_1", "SURPLUS#v1"),
    "askers_question": ((CTC,), f"C#{CTC}", "!HEAD"),
    "question_waits": ((CTC, "open"), f"C#{CTC}", "WAITS#open"),
    "reply_notice": ((CTC, "ntc_1"), f"C#{CTC}", "NOTICE#ntc_1"),
    "barrier": ((HASH,), "B#0f3a", "BARRIER"),
    "unreachable_address": ((HASH,), "M#0f3a", "MAIL"),
    "job": (("job_1",), "W#job_1", "JOB"),
    "sheet_lines": (("job_1", 3), "W#job_1", "LINES#0003"),
    "own_job": (("usr_1", AT, "job_1"), "W#usr_1", f"OWN#{AT}#job_1"),
    "batch": (("bat_1",), "W#bat_1", "BATCH"),
    "batch_lines": (("bat_1", 3), "W#bat_1", "LINES#03"),
    "connector_health": (("enedis",), "OPERATOR#enedis", "HEALTH"),
    "unknown_code": (("enedis", "ZZZ"), "OPERATOR#enedis", "FLAG#ZZZ"),
    "labelled_code": (("enedis", "ZZZ"), "OPERATOR#enedis", "LABEL#ZZZ"),
    "mails_of_day": ((date(2026, 3, 2),), "MAIL", "DAY#2026-03-02"),
    "sending_resumed": ((), "MAIL", "RESUMED"),
    "library_document": (("lib_1",), "LIBRARY", "ITEM#lib_1"),
    "library_count": ((), "LIBRARY", "COUNT"),
    "equipment_model": (("panel#acme#x",), "EQUIPMENT", "MODEL#panel#acme#x"),
    "equipment_count": ((), "EQUIPMENT", "COUNT"),
    "equipment_act": ((AT, "panel#acme#x", 2), "EQUIPMENT#JOURNAL", f"{AT}#panel#acme#x#000002"),
    "equipment_seed": (("panel",), "EQUIPMENT#SEED", "panel"),
    "equipment_seed_digest": (("panel",), "EQUIPMENT#SEED", "panel#digest"),
    "guidance_videos": ((), "GUIDANCE", "VIDEOS"),
    "scanner_state": (("clamd",), "SCANNER", "clamd"),
    "uploads_cursor": ((), "SWEEP", "UPLOADS"),
    "supervise_cursor": (("dossier",), "SWEEP", "SUPERVISE#dossier"),
    "replay_cursor": ((), "SWEEP", "REPLAY"),
    "reconcile_cursor": ((), "SWEEP", "RECONCILE"),
    "clock": ((), "CLOCK", "CLOCK"),
}

LISTS: tuple[tuple[Listing, tuple[object, ...], str], ...] = (
    (lists.CASES, ("toy", "frm_1"), "K#toy#frm_1"),
    (lists.CASES_OF_STATUS, ("toy", "frm_1", "open"), "K#toy#frm_1#open"),
    (lists.WAITING, ("toy", "late"), "WAITING#toy#late"),
    (lists.CHANGED, ("firm_1", "gar"), "F#firm_1#gar"),
    (lists.OF_STATUS, ("firm_1", "gar", "nouveau"), "F#firm_1#gar#nouveau"),
    (lists.CREATED, ("firm_1",), "F#firm_1#created"),
    (lists.COMMISSIONED, ("firm_1",), "F#firm_1#commissioned"),
    (lists.TASKS, ("firm_1",), "F#firm_1#tasks"),
    (lists.LANE, ("us",), "AGENTS#us"),
    (lists.TAKEN_BY, ("dossier", "usr_1"), "TAKEN#dossier#usr_1"),
    (lists.FOUND_BY_AGENTS, ("dossier", 3), "SA#dossier#3"),
    (lists.BARRIERS, (), "BARRIERS"),
    (lists.UNRELAYED, (3,), "UNRELAYED#3"),
    (lists.SET_ASIDE, (), "SET_ASIDE"),
    (lists.PENDING, (), "PENDING"),
    (lists.UNSCANNED, (), "UNSCANNED"),
    (lists.TO_DO, (), "POLL"),
    (lists.WATCHED, ("enedis",), "WATCH#enedis"),
    (lists.OPEN, ("dossier",), "OPEN#dossier"),
    (lists.DUE_LIST, (), "DUE"),
    (lists.UNSENT, (), "NOTICE"),
    (lists.ASKED, (), "ASKED"),
    (lists.RETAINED, (), "RETENTION"),
    (lists.TO_ERASE, (), "ERASE"),
)

PLACES: tuple[tuple[Listing, tuple[object, ...], str], ...] = (
    (lists.CHANGED, (AT, DOS), f"{AT}#{DOS}"),
    (lists.COMMISSIONED, ("2026-03-02", DOS), f"2026-03-02#{DOS}"),
    (lists.TASKS, (AT, "sign+answer", DOS), f"{AT}#sign+answer#{DOS}"),
    (lists.WATCHED, (AT, DOS, 2), f"{AT}#{DOS}#2"),
    (lists.FOUND_BY_AGENTS, ("martin camille", DOS), f"martin camille#{DOS}"),
    (lists.BARRIERS, (AT, HASH), f"{AT}#0f3a"),
)

OBJECT_KEYS: dict[str, tuple[tuple[object, ...], str]] = {
    "upload": ((DOS, "facture", "doc_1", "pdf"), f"in/{DOS}/facture/doc_1.pdf"),
    "original": ((DOS, "doc_1"), f"evidence/{DOS}/doc_1"),
    "served_copy": ((DOS, "doc_1"), f"served/{DOS}/doc_1"),
    "receipt_form": ((DOS, "ab12", "pdf"), f"receipts/{DOS}/ab12.pdf"),
    "signed_paper_file": ((DOS, "ab12"), f"signed/{DOS}/ab12.pdf"),
    "job_file": (("job_1", "dossiers.csv"), "exports/job_1/dossiers.csv"),
    "sheet": (("job_1",), "sheets/job_1"),
    "sheet_template": (("ab12",), "sheets/template/ab12.xlsx"),
    "file_to_operator": (("enedis", f"{DOS}-1", "demande"), f"outbound/enedis/{DOS}-1.demande.csv"),
    "file_from_operator": (("enedis", "jalons.csv"), "inbound/enedis/jalons.csv"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_written_under_these_bytes_and_found_again_by_them(row: Row) -> None:
    parts, pk, sk = KEYS[row.name]
    assert row.key(*parts) == (pk, sk)
    assert find_row({"pk": pk, "sk": sk}) is row
    texts = [f"{part}" for part in parts]
    inside = len(row.partition.read(pk))
    assert list(row.partition.read(pk)) == texts[:inside]


def test_every_row_has_its_golden_key() -> None:
    assert KEYS.keys() == {row.name for row in ROWS}
    assert OBJECT_KEYS.keys() == {one.name for one in OBJECTS}
    declared = {one for name, one in vars(lists).items() if isinstance(one, Listing)}
    assert {one for one, _parts, _key in LISTS} == declared


@pytest.mark.parametrize(("listing", "parts", "key"), LISTS)
def test_a_list_is_asked_by_these_bytes(
    listing: Listing, parts: tuple[object, ...], key: str
) -> None:
    assert listing.pk(*parts) == key
    assert listing.lists(key)


@pytest.mark.parametrize(("listing", "parts", "place"), PLACES)
def test_a_place_on_a_list_is_written_with_these_bytes_and_read_again(
    listing: Listing, parts: tuple[object, ...], place: str
) -> None:
    assert listing.place(*parts) == place
    assert listing.read_place(place) == tuple(f"{part}" for part in parts)


@pytest.mark.parametrize("declared", OBJECTS, ids=lambda one: one.name)
def test_an_object_stands_under_these_bytes(declared: StoredObject) -> None:
    parts, key = OBJECT_KEYS[declared.name]
    assert declared.key(*parts) == key
    assert find_object(declared.bucket, key) is declared


def test_instants_sort_as_texts_as_they_do_in_time() -> None:
    instants = [
        datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 2, 9, 30, 1, tzinfo=UTC),
    ]
    assert stamp(instants[0]) == AT
    assert sorted(map(stamp, reversed(instants))) == list(map(stamp, instants))


def test_a_key_with_a_part_too_few_or_too_many_is_refused() -> None:
    head = next(row for row in ROWS if row.name == "head")
    with pytest.raises(TypeError):
        head.key()
    with pytest.raises(TypeError):
        head.key(DOS, "more")
    with pytest.raises(ValueError, match="not a key"):
        head.partition.read("J#dos_1")
