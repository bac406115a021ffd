"""A small world for the tests of mails: a dossier that was sent, and a mailer in memory."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.audit.model import Actor, Event
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.mailer import Mail
from chalicelib.aws.table import Table
from chalicelib.connection_mails.facts import Contact
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.notices.model import Notice
from chalicelib.notices.notices_of import list_notices
from chalicelib.notices.plan import list_notices_of
from chalicelib.notices.send import Post, send_notice
from chalicelib.notices.store import add_notice, find_notice

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
INSTALLER = Actor("usr_1", "installer", "page", firm_id="frm_1")
AGENT = Actor("usr_9", "agent", "page")
FORM: dict[str, Any] = {
    "client": {
        "client_type": "particulier",
        "civility": "madame",
        "last_name": "Lefèvre",
        "first_name": "Zoé",
        "email": "zoe@client.example.org",
        "mobile": "+33612345678",
        "address": "3 rue des Lilas",
        "postcode": "69100",
        "city": "Villeurbanne",
    },
    "electricity": {"has_contract": True, "pdl": "01234567890123", "operator": "enedis"},
    "plant": {"connection_power_kva": 6, "peak_power_kwc": 6},
}


@dataclass
class FakeMailer:
    """Takes mails into a list; `answers` are raised or given in turn before it obeys."""

    sent: list[Mail] = field(default_factory=list)
    answers: list[Exception | None] = field(default_factory=list)

    def send_mail(self, mail: Mail) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.sent.append(mail)
        return f"message-{len(self.sent)}"


@dataclass
class World:
    """A table, a mailer and a real clock that stands still until it is moved."""

    table: Table
    mailer: FakeMailer = field(default_factory=FakeMailer)
    now: datetime = NOW
    by: Actor = INSTALLER
    installer: Contact = field(default_factory=lambda: Contact("paul@firm.test", "Soleil du Rhône"))

    @property
    def post(self) -> Post:
        return Post(
            self.table, self.mailer, lambda _notice, _dossier: self.installer, lambda: self.now
        )

    def send_dossier(self, key: str = "key-0001", email: str = "") -> str:
        """Make a dossier that its installer sent, and give its id."""
        client = FORM["client"] | ({"email": email} if email else {})
        form = FORM | {"client": client}
        draft = create_draft(form, idempotency_key=key, by=self.by, table=self.table, now=NOW)
        dossier_id = draft.head.dossier_id

        def submit(dossier: Dossier, now: datetime) -> Change:
            sent = replace(dossier.head, status=Status.NEW, submitted_at=now, reference="7K4M-92PX")
            return Change(EventKind.DOSSIER_SUBMITTED, sent, reached=(Milestone.SUBMITTED,))

        change_dossier(dossier_id, submit, by=self.by, table=self.table, now=NOW)
        return dossier_id

    def load(self, dossier_id: str) -> Dossier:
        return load_dossier(dossier_id, seen_by=self.by, table=self.table)

    def journal(self, dossier_id: str) -> tuple[Event, ...]:
        return list_whole_journal(self.table, dossier_id)

    def relay(self, dossier_id: str) -> None:
        """Plan the notices of the whole journal, as a relay that forgot what it had done."""
        for event in self.journal(dossier_id):
            for notice in list_notices_of(event, self.now):
                add_notice(self.table, notice)

    def send_all(self, dossier_id: str) -> None:
        """Try to send every notice of the dossier."""
        for notice in list_notices(self.load(dossier_id)):
            send_notice(dossier_id, notice.notice_id, post=self.post)

    def notices(self, dossier_id: str) -> tuple[Notice, ...]:
        return list_notices(self.load(dossier_id))

    def notice(self, dossier_id: str, kind: str) -> Notice:
        (found,) = [one for one in self.notices(dossier_id) if one.kind == kind]
        again = find_notice(self.table, dossier_id, found.notice_id)
        assert again is not None
        return again

    def wait(self, **span: float) -> None:
        """Let real time pass."""
        self.now += timedelta(**span)
