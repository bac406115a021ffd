"""What may happen to a document of the library, decided without any service."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.audit.model import Actor
from chalicelib.partner_library.decisions import (
    Kept,
    announce,
    check_again,
    edit,
    forget,
    move,
    place_at,
    record_verdict,
    restore,
    withdraw,
)
from chalicelib.partner_library.model import (
    MOST_VERSIONS,
    ItemKind,
    LibraryItem,
    Sheet,
    Version,
    VersionState,
    in_order,
    may_read,
)
from chalicelib.partner_library.refusals import CannotCheckAgain, TooManyVersions
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
    return LibraryItem(item_id, SHEET, Decimal(place), NOW, NOW)


def pending(number: int = 1) -> Version:
    return Version(f"doc_{number}", number, VersionState.PENDING, NOW, "usr_7", "library/x.pdf")


def accepted(number: int) -> Version:
    decided = record_verdict(Kept(item(), pending(number)), ACCEPTED, NOW)
    assert decided is not None
    assert decided.version is not None
    return decided.version


def test_an_older_version_that_is_accepted_late_does_not_replace_a_newer_one() -> None:
    newest = replace(item(), current=accepted(3))
    decided = record_verdict(Kept(newest, pending(2)), ACCEPTED, NOW)
    assert decided is not None
    assert decided.item.current == newest.current
    assert decided.version is not None
    assert decided.version.state is VersionState.ACCEPTED


@pytest.mark.parametrize("state", [VersionState.ACCEPTED, VersionState.REJECTED, VersionState.HELD])
def test_a_late_verdict_moves_no_version_that_has_one(state: VersionState) -> None:
    decided = replace(pending(), state=state)
    for checked in (ACCEPTED, Checked(rejected(ReasonCode.MALWARE))):
        assert record_verdict(Kept(item(), decided), checked, NOW) is None
    assert forget(Kept(item(), decided), NOW) is None


def test_a_version_given_up_that_arrives_after_all_gets_its_verdict() -> None:
    given_up = forget(Kept(item(), pending()), NOW)
    assert given_up is not None
    assert given_up.version is not None
    assert given_up.version.state is VersionState.FORGOTTEN
    arrived = record_verdict(Kept(item(), given_up.version), ACCEPTED, NOW)
    assert arrived is not None
    assert arrived.item.is_shown


def test_only_a_held_version_is_checked_again() -> None:
    kept_back = record_verdict(
        Kept(item(), pending()), Checked(held(ReasonCode.SCANNER_SILENT)), NOW
    )
    assert kept_back is not None
    again = check_again(Kept(item(), kept_back.version), NOW)
    assert again.version is not None
    assert (again.version.state, again.version.reasons) == (VersionState.PENDING, ())
    with pytest.raises(CannotCheckAgain):
        check_again(Kept(item(), accepted(1)), NOW)
    with pytest.raises(NotFound):
        check_again(Kept(item(), None), NOW)


def test_versions_are_numbered_and_bounded() -> None:
    known = replace(item(), versions=MOST_VERSIONS - 1)
    last = announce(Kept(known), pending(0))
    assert last is not None
    assert last.version is not None
    assert last.version.number == MOST_VERSIONS
    assert announce(Kept(last.item, last.version), pending(0)) is None
    with pytest.raises(TooManyVersions):
        announce(Kept(last.item), pending(0))


def test_an_act_that_changes_nothing_writes_nothing() -> None:
    kept = Kept(item())
    assert edit(kept, SHEET) is None
    assert restore(kept) is None
    assert move(kept, Decimal(0)) is None
    withdrawn = withdraw(kept)
    assert withdrawn is not None
    assert withdraw(Kept(withdrawn.item)) is None


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
