"""What may happen to a document of the library, decided without any service."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import Actor
from chalicelib.cases.files.model import CaseFile, FileState
from chalicelib.cases.plain import PlainCase, begin_plain
from chalicelib.partner_library.decisions import edit, move, place_at, restore, withdraw
from chalicelib.partner_library.kind import KEPT, LibraryCase
from chalicelib.partner_library.model import (
    MOST_VERSIONS,
    ItemKind,
    LibraryItem,
    Sheet,
    in_order,
    may_read,
)
from chalicelib.partner_library.refusals import TooManyVersions
from chalicelib.partner_library.slots import SLOTS, VERSION
from chalicelib.refusals import NotFound
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import FileKind, Outcome, ReasonCode, Verdict, held, rejected

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SHEET = Sheet(ItemKind.PRICES, "Tarifs partenaires")
ACCEPTED = Checked(
    Verdict(Outcome.ACCEPTED, (), FileKind.PDF, pages=2),
    upload_version="v1",
    served_key="served/library/x.pdf",
    served_version="s1",
)


def item(place: int = 0, item_id: str = "lib_0") -> LibraryItem:
    return LibraryItem(item_id, SHEET, Decimal(place))


def pending(number: int = 1) -> CaseFile:
    document_id = f"doc_{number}"
    return CaseFile(document_id, VERSION, FileState.PENDING, NOW, "usr_7", number=number)


def case(item: LibraryItem, *files: CaseFile) -> LibraryCase:
    head = begin_plain(item.item_id, item, owner_id="", by="usr_7", status=KEPT, now=NOW)
    return PlainCase(head, files=files)


def judged(item: LibraryItem, file: CaseFile, checked: Checked) -> tuple[LibraryItem, CaseFile]:
    change = SLOTS.judge(case(item, file), file.document_id, checked, NOW, None)
    assert change is not None
    return change.head.data, change.files[0]


def accepted(number: int) -> CaseFile:
    return judged(item(), pending(number), ACCEPTED)[1]


def test_an_older_version_that_is_accepted_late_does_not_replace_a_newer_one() -> None:
    newest = replace(item(), current=accepted(3))
    after, version = judged(newest, pending(2), ACCEPTED)
    assert after.current == newest.current
    assert version.state is FileState.ACCEPTED


@pytest.mark.parametrize("state", [FileState.ACCEPTED, FileState.REJECTED, FileState.HELD])
def test_a_late_verdict_moves_no_version_that_has_one(state: FileState) -> None:
    decided = case(item(), replace(pending(), state=state))
    for checked in (ACCEPTED, Checked(rejected(ReasonCode.MALWARE))):
        assert SLOTS.judge(decided, "doc_1", checked, NOW, None) is None
    assert SLOTS.forget(decided, "doc_1", NOW) is None


def test_a_version_given_up_that_arrives_after_all_gets_its_verdict() -> None:
    given_up = SLOTS.forget(case(item(), pending()), "doc_1", NOW)
    assert given_up is not None
    assert given_up.files[0].is_forgotten
    back = SLOTS.take_back(case(item(), *given_up.files), "doc_1", NOW, NOW)
    assert back is not None
    assert back.files[0].number == 1
    after, _ = judged(item(), back.files[0], ACCEPTED)
    assert after.is_shown


def test_only_a_held_version_is_checked_again() -> None:
    _, kept_back = judged(item(), pending(), Checked(held(ReasonCode.SCANNER_SILENT)))
    again = SLOTS.check_again(case(item(), kept_back), "doc_1", NOW, NOW)
    assert again is not None
    assert (again.files[0].state, again.files[0].reasons) == (FileState.PENDING, ())
    assert SLOTS.check_again(case(item(), accepted(1)), "doc_1", NOW, NOW) is None
    assert SLOTS.check_again(case(item()), "doc_1", NOW, NOW) is None


def test_versions_are_numbered_and_bounded() -> None:
    known = replace(item(), versions=MOST_VERSIONS - 1)
    last = SLOTS.announce(case(known), pending(0), NOW)
    assert last is not None
    assert last.files[0].number == MOST_VERSIONS
    full = last.head.data
    assert SLOTS.announce(case(full, *last.files), pending(0), NOW) is None
    with pytest.raises(TooManyVersions):
        SLOTS.announce(case(full), pending(0), NOW)


def test_an_act_that_changes_nothing_writes_nothing() -> None:
    assert edit(item(), SHEET) is None
    assert restore(item()) is None
    assert move(item(), Decimal(0)) is None
    withdrawn = withdraw(item())
    assert withdrawn is not None
    assert withdraw(withdrawn.item) is None


@pytest.mark.parametrize(
    ("role", "published", "flagged", "for_clients", "withdrawn"),
    [
        ("agent", True, True, True, True),
        ("installer", True, True, True, False),
        ("client", False, False, True, False),
        ("signatory", False, False, False, False),
        ("", False, False, False, False),
    ],
)
def test_who_reads_what(
    role: str, *, published: bool, flagged: bool, for_clients: bool, withdrawn: bool
) -> None:
    by = Actor("usr", role, "page")
    shown = replace(item(), current=accepted(1))
    clients_too = replace(shown, sheet=replace(SHEET, for_clients=True))
    assert may_read(by, shown) is published
    assert may_read(by, clients_too) is (for_clients or flagged)
    assert may_read(by, replace(clients_too, is_withdrawn=True)) is withdrawn
    assert may_read(by, item()) is (role == "agent")


@given(
    places=st.lists(st.integers(0, 6), min_size=1, max_size=12),
    moved=st.data(),
)
def test_a_document_that_is_moved_stands_where_it_was_asked_to(
    places: list[int], moved: st.DataObject
) -> None:
    distinct = [item(place * 100 + at, f"lib_{at:02}") for at, place in enumerate(places)]
    ordered = in_order(distinct)
    chosen = moved.draw(st.sampled_from(ordered))
    position = moved.draw(st.integers(-2, len(ordered) + 3))
    place = place_at(distinct, chosen.item_id, position)
    after = in_order([replace(one, place=place) if one is chosen else one for one in distinct])
    wanted = min(max(position, 1), len(ordered))
    assert after[wanted - 1].item_id == chosen.item_id
    others = [one.item_id for one in ordered if one is not chosen]
    assert [one.item_id for one in after if one.item_id != chosen.item_id] == others
    assert place_at(after, chosen.item_id, position) == place


def test_what_is_not_in_the_library_has_no_place_there() -> None:
    with pytest.raises(NotFound):
        place_at([item()], "lib_other", 1)
