"""The client's link: opening decides nothing, signing does, once."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.audit.model import Actor, verify_chain
from chalicelib.audit.store import find_values
from chalicelib.aws.ids import fingerprint
from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.dossiers.cancel import cancel_dossier
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.signing import has_declined
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound
from chalicelib.rows.journal import VALUES
from chalicelib.subscription.ask_link import BETWEEN_LINKS, ask_link, renew_link
from chalicelib.subscription.decline import decline
from chalicelib.subscription.mint_link import mint_link
from chalicelib.subscription.model import (
    LINK_LIFE,
    AlreadySigned,
    LinkExpired,
    LinkUnknown,
    NothingToSign,
    signatory_of,
)
from chalicelib.subscription.open_link import Opening, open_link
from chalicelib.subscription.recap import read_shown
from chalicelib.subscription.sign import Signature, TextsChanged, sign, versions_of
from chalicelib.subscription.store import find_link
from tests.notices.worlds import INSTALLER, NOW, World
from tests.subscription.clients import make_client


@dataclass
class Client:
    """Somebody with a link in hand; `real` is the instant of his clock."""

    world: World
    dossier_id: str
    token: str
    real: datetime = NOW

    def open(self) -> Opening:
        return open_link(self.token, table=self.world.table, now=NOW, real=self.real)

    def sign(self, *, name: str = "Zoé Lefèvre", without: str = "", versions: str = "") -> Dossier:
        texts = self.open().texts
        ticked = {f"consent_{text.text_id}" for text in texts} - {without}
        signature = Signature(
            name, frozenset(ticked), versions or versions_of(texts), "192.0.2.7", "Firefox"
        )
        return sign(self.token, signature, table=self.world.table, now=NOW, real=self.real)

    def decline(self, reason: str = "") -> Dossier:
        return decline(self.token, reason, table=self.world.table, now=NOW, real=self.real)


@pytest.fixture
def zoe(table: Table) -> Client:
    world = World(table)
    dossier_id = world.send_dossier()
    path, _expires_at = mint_link(world.load(dossier_id).head, table=table, now=NOW)
    return Client(world, dossier_id, path.removeprefix("/souscription/"))


def kinds_of(client: Client) -> list[str]:
    return [event.kind for event in client.world.journal(client.dossier_id)]


def test_opening_a_link_any_number_of_times_uses_nothing_up(zoe: Client) -> None:
    for _scanner in range(5):
        assert zoe.open().signed_at is None
    assert kinds_of(zoe)[-1] == EventKind.DOSSIER_SUBMITTED
    assert zoe.sign().reached(Milestone.SUBSCRIPTION_SIGNED) == NOW


def test_the_table_keeps_no_secret(zoe: Client) -> None:
    assert find_link(zoe.world.table, zoe.token)
    kept = zoe.world.table.get(f"L#{fingerprint(zoe.token)}", "LINK")
    assert kept
    assert zoe.token not in str(kept)


def test_two_links_to_one_address_say_nothing_of_it_by_themselves(zoe: Client) -> None:
    path, _ = mint_link(zoe.world.load(zoe.dossier_id).head, table=zoe.world.table, now=NOW)
    other = find_link(zoe.world.table, path.removeprefix("/souscription/"))
    mine = find_link(zoe.world.table, zoe.token)
    assert other
    assert mine
    assert other.address_print != mine.address_print


def test_signing_keeps_who_when_from_where_and_each_wording(zoe: Client) -> None:
    zoe.sign(name="  Zoé   Lefèvre ")
    event = zoe.world.journal(zoe.dossier_id)[-1]
    assert event.kind == EventKind.SUBSCRIPTION_SIGNED
    assert (event.actor_role, event.reached) == ("signatory", ("subscription_signed",))
    for text in zoe.open().texts:
        assert event.details[text.text_id] == f"{text.version} sha256:{text.sha256}"
    assert event.details["offer"] == "BV 2026-01"
    values = dict(find_values(zoe.world.table, zoe.dossier_id, event.seq))
    assert set(event.digests) == set(values)
    shown = read_shown(values.pop("shown"))
    assert (shown["holder"], shown["pdl"]) == ("Zoé Lefèvre", "01234567890123")
    assert values == {
        "name": "Zoé Lefèvre",
        "link_address": "zoe@client.example.org",
        "source_address": "192.0.2.7",
        "browser": "Firefox",
    }


def test_nothing_personal_enters_the_journal_and_it_verifies(zoe: Client) -> None:
    zoe.sign()
    journal = zoe.world.journal(zoe.dossier_id)
    assert verify_chain(journal) == len(journal)
    assert "Lefèvre" not in repr(journal)
    assert "192.0.2.7" not in repr(journal)


def test_a_second_click_is_harmless(zoe: Client) -> None:
    assert zoe.sign().head.version == zoe.sign().head.version
    assert kinds_of(zoe).count(EventKind.SUBSCRIPTION_SIGNED) == 1


def test_signing_by_one_link_settles_every_other(zoe: Client) -> None:
    head = zoe.world.load(zoe.dossier_id).head
    path, _ = mint_link(head, table=zoe.world.table, now=NOW)
    other = Client(zoe.world, zoe.dossier_id, path.removeprefix("/souscription/"))
    zoe.sign()
    assert other.open().signed_at == NOW
    other.sign()
    assert kinds_of(zoe).count(EventKind.SUBSCRIPTION_SIGNED) == 1


@pytest.mark.parametrize("box", ["consent_adhesion", "consent_mandate", "consent_supplier_change"])
def test_every_consent_is_needed(zoe: Client, box: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        zoe.sign(without=box)
    assert [problem.field for problem in refused.value.problems] == [box]
    assert zoe.open().signed_at is None


@pytest.mark.parametrize("name", ["", "   ", "---", "1234", "x" * 121])
def test_a_signature_is_a_name(zoe: Client, name: str) -> None:
    with pytest.raises(InvalidFields) as refused:
        zoe.sign(name=name)
    assert [problem.field for problem in refused.value.problems] == ["name"]


def test_only_the_wording_that_was_shown_is_signed(zoe: Client) -> None:
    with pytest.raises(TextsChanged):
        zoe.sign(versions="adhesion@2025-01 mandate@2026-01")


def test_a_link_expires_in_real_time_and_can_be_renewed(zoe: Client) -> None:
    zoe.real = NOW + LINK_LIFE
    with pytest.raises(LinkExpired):
        zoe.open()
    with pytest.raises(LinkExpired):
        zoe.decline()
    renew_link(zoe.token, table=zoe.world.table, now=NOW, real=zoe.real)
    assert kinds_of(zoe)[-1] == EventKind.SUBSCRIPTION_LINK_SENT


def test_asking_for_links_in_a_row_sends_one(zoe: Client) -> None:
    for _again in range(3):
        ask_link(zoe.dossier_id, by=INSTALLER, table=zoe.world.table, now=NOW, real=NOW)
    later = NOW + BETWEEN_LINKS + timedelta(seconds=1)
    ask_link(zoe.dossier_id, by=INSTALLER, table=zoe.world.table, now=NOW, real=later)
    assert kinds_of(zoe).count(EventKind.SUBSCRIPTION_LINK_SENT) == 2


def test_a_link_dies_with_the_address_it_was_sent_to(zoe: Client) -> None:
    correct_client_email(
        zoe.dossier_id,
        "z@client.example.org",
        "client_asked",
        by=INSTALLER,
        table=zoe.world.table,
        now=NOW,
    )
    with pytest.raises(LinkUnknown):
        zoe.open()


@pytest.mark.parametrize("token", ["", "x", "y" * 43, "z" * 5000])
def test_a_guessed_link_is_unknown(zoe: Client, token: str) -> None:
    zoe.token = token
    with pytest.raises(LinkUnknown):
        zoe.open()


def test_declining_tells_the_installer_and_leaves_the_dossier_open(zoe: Client) -> None:
    for _again in range(2):
        assert zoe.decline("  Trop cher pour moi ").head.is_open
    assert has_declined(zoe.world.load(zoe.dossier_id))
    event = zoe.world.journal(zoe.dossier_id)[-1]
    assert kinds_of(zoe).count(EventKind.SUBSCRIPTION_DECLINED) == 1
    said = find_values(zoe.world.table, zoe.dossier_id, event.seq)
    assert said == {"reason": "Trop cher pour moi"}


def test_who_declined_may_still_sign(zoe: Client) -> None:
    zoe.decline()
    zoe.sign()
    assert not has_declined(zoe.world.load(zoe.dossier_id))


def test_who_signed_can_no_longer_decline(zoe: Client) -> None:
    zoe.sign()
    with pytest.raises(AlreadySigned):
        zoe.decline()


def test_nothing_is_signed_in_a_cancelled_dossier(zoe: Client) -> None:
    cancel_dossier(zoe.dossier_id, "erreur", by=INSTALLER, table=zoe.world.table, now=NOW)
    with pytest.raises(NothingToSign):
        zoe.sign()
    with pytest.raises(NothingToSign):
        ask_link(zoe.dossier_id, by=INSTALLER, table=zoe.world.table, now=NOW, real=NOW)


def test_a_signatory_sees_one_dossier_and_no_other(zoe: Client) -> None:
    other = zoe.world.send_dossier("key-0002")
    stranger = signatory_of(other)
    with pytest.raises(NotFound):
        ask_link(zoe.dossier_id, by=stranger, table=zoe.world.table, now=NOW, real=NOW)


def test_a_client_account_does_not_ask_for_links(zoe: Client) -> None:
    with pytest.raises(NotAllowed):
        ask_link(zoe.dossier_id, by=Actor("usr_2", "client", "page"), table=zoe.world.table)


def test_erased_values_leave_a_journal_that_verifies(zoe: Client) -> None:
    zoe.sign()
    seq = zoe.world.journal(zoe.dossier_id)[-1].seq
    zoe.world.table.write(Delete(*VALUES.key(zoe.dossier_id, seq)))
    assert verify_chain(zoe.world.journal(zoe.dossier_id))


@pytest.mark.parametrize(
    ("postcode", "day"),
    [("69100", date(2027, 1, 1)), ("97300", date(2026, 12, 31)), ("97400", date(2027, 1, 1))],
)
def test_the_wording_is_that_of_the_day_where_the_plant_stands(
    table: Table, postcode: str, day: date
) -> None:
    half_past_midnight = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    zoe = make_client(table, postcode=postcode)
    opening = open_link(zoe.token, table=table, now=half_past_midnight, real=zoe.real)
    assert opening.today == day
