"""A stage on which every kind of row stands: the peopled one, and what its people left out.

What an event, a job or a form of ours makes is made by it; what only trouble makes (a flag, an
unreachable address, a surplus version) by its store's own function.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

from chalicelib.accounts.acting import as_actor
from chalicelib.accounts.ask_password import ask_password_link
from chalicelib.accounts.enrol import find_enrolled
from chalicelib.accounts.firm_members import invite_member
from chalicelib.accounts.model import Person
from chalicelib.accounts.store import account_key
from chalicelib.accounts.tokens import create_token
from chalicelib.accounts.tries import count_wrong_try, reserve_try
from chalicelib.accounts.weekly_summary import choose_summary
from chalicelib.amendments.leave_typed import leave_typed
from chalicelib.audit.model import Actor
from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.clock import real_now, set_clock
from chalicelib.aws.items import Item
from chalicelib.aws.table import Table
from chalicelib.battery.model import Reading
from chalicelib.battery.store import put_reading
from chalicelib.cases.files.reconcile import reconcile_files
from chalicelib.cases.files.rows import count_surplus_of_case
from chalicelib.contact.answer_question import answer_question
from chalicelib.contact.ask_question import ask_on_dossier
from chalicelib.dossiers.kinds import EventKind
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.paper_rows import Remark, RemarkKind, put_remark
from chalicelib.dossiers.reminded import put_reminded
from chalicelib.equipment.change_model import put_model
from chalicelib.equipment.model import EquipmentKind, EquipmentModel
from chalicelib.equipment.store import put_seed
from chalicelib.exports.report import LineReport, LineState, put_report
from chalicelib.exports.store import find_job
from chalicelib.guidance.change_videos import keep_video
from chalicelib.guidance.model import Sheet, SpokenLanguage
from chalicelib.ledger.note_duration import note_duration
from chalicelib.messages.leave_words import leave_words
from chalicelib.messages.post_message import post_message
from chalicelib.notices.account_mail import answer_asks
from chalicelib.notices.firm_reputation import let_go_on
from chalicelib.notices.plan import plan_notices
from chalicelib.notices.queue_summaries import queue_summaries
from chalicelib.notices.store import put_resumed, put_unreachable
from chalicelib.operators.health import flag_code
from chalicelib.operators.labels import Label, put_label
from chalicelib.operators.rows import Watch, put_watch
from chalicelib.reference.operators import Meaning
from chalicelib.relay.replay_unrelayed import replay_unrelayed
from chalicelib.retention.ask_erasure import ask_erasure
from chalicelib.rows.people import OWN_INVITATION
from chalicelib.rows.service import UPLOADS_CURSOR
from chalicelib.settings import load_settings
from chalicelib.subscription.make_papers import make_papers
from chalicelib.timeline.store import Place, note_place
from chalicelib.verdicts.quota import count_surplus
from chalicelib.verdicts.scanner_state import note_silence
from tests.peopled import ADMIN, DESK, Peopled, open_peopled
from tests.relay.consumers import Way

ADDRESS = "203.0.113.9"
WORDS = "Camille Martin n’a pas compris la facture."
"""What people write in free words: a client's name is in it."""


@contextmanager
def open_filled() -> Iterator[Peopled]:
    """Open the peopled stage, and leave on it every kind of row there is."""
    with open_peopled() as world:
        fill(world)
        yield world


def fill(world: Peopled) -> None:
    """Leave the kinds of rows that the peopled stage lacks."""
    table, whole = world.life.stage.table, world.places["dossier_id"][3]
    _fill_dossier(world, table, whole)
    _fill_accounts(world, table, head_of(world).email)
    _fill_service(world, table, whole)
    ask_erasure(whole, by=DESK, table=table)


def client_of(world: Peopled) -> Actor:
    """Give the client whose space shows the dossier that was lived whole."""
    head = head_of(world)
    return Actor(head.client_id, "client", "page")


def head_of(world: Peopled) -> Head:
    """Give the head of the dossier that was lived whole."""
    return world.life.load(world.places["dossier_id"][3]).head


def _fill_dossier(world: Peopled, table: Table, whole: str) -> None:
    now = real_now()
    installer = as_actor(world.life.installer, "page")
    for dossier_id in (whole, world.places["dossier_id"][2]):
        for event in list_whole_journal(table, dossier_id):
            note_duration(event, table=table)
            if event.kind == EventKind.SUBSCRIPTION_SIGNED:
                make_papers(event, table=table)
    post_message(whole, WORDS, key="message-1", by=DESK, table=table)
    ask_on_dossier(whole, WORDS, key="question-1", by=client_of(world), table=table)
    reading = Reading("2026-06", Decimal(9), Decimal(4), DESK.person_id, now)
    leave_typed(whole, {"words": WORDS}, by=installer, table=table)
    leave_words(whole, WORDS, by=DESK, table=table)
    document_id = world.life.load(whole).pieces[0].document_id
    remark = Remark("f00", RemarkKind.EXPLAINED, document_id, "usr_1", "installer", now, WORDS)
    watch = Watch(whole, 1, "enedis", "26P4E", now)
    for operation in (
        put_reading(world.life.load(whole), reading),
        put_remark(whole, remark),
        count_surplus_of_case(whole, 9),
        put_reminded(whole, now),
        put_watch(watch),
    ):
        table.write(operation)


def _fill_accounts(world: Peopled, table: Table, client_email: str) -> None:
    now, account_pk = real_now(), account_key(client_email)
    ask_password_link(client_email, source_address=ADDRESS, table=table)
    reserve_try(table, account_pk, now)
    count_wrong_try(table, ADDRESS, now)
    question = world.places["contact_id"][0]
    answer_question(question, question, "Bonjour.", by=DESK, table=table)
    for event in list_whole_journal(table, question):
        plan_notices(event, table=table)
    answer_asks(table=table, up_to=now + timedelta(minutes=1))
    create_token(world.life.installer, "deux", key="token-1", table=table)
    choose_summary(world.life.installer, wanted=True, table=table)
    queue_summaries(table=table)
    admin = find_enrolled(table, ADMIN)
    assert admin is not None
    invite_member(admin, "nina@toits.example", "Nina Petit", table=table)
    invite_member(admin, client_email, "Le client", table=table)
    _invite_as_before(admin, client_email, table)


def _invite_as_before(admin: Person, email: str, table: Table) -> None:
    """Keep an invitation with the account, as it was before invitations waited at addresses."""
    client, now = find_enrolled(table, email), real_now()
    assert client is not None
    row: Item = {
        **OWN_INVITATION.columns(client.user_id, admin.firm_id),
        "firm_name": admin.firm_name,
        "is_admin": False,
        "by": admin.user_id,
        "by_list": admin.firm_id,
        "asked_at": now.isoformat(),
        "expires_s": OWN_INVITATION.expires_s(now),
    }
    table.put(row)


def _fill_service(world: Peopled, table: Table, whole: str) -> None:
    now, job_id = real_now(), world.places["job_id"][0]
    job = find_job(table, job_id)
    assert job is not None
    let_go_on(table, world.life.installer.firm_id, now)
    put_report(table, job, 0, (LineReport(1, WORDS, LineState.CREATED, whole),))
    flag_code(table, "enedis", "ZZZ", "Inconnu", whole, now)
    put_label(table, "enedis", Label("YYY", "Connu", Meaning.QUALIFIED, DESK.person_id, now))
    put_model(EquipmentModel(EquipmentKind.PANEL, "Maison", "M1", Decimal(400)), by=DESK)
    put_seed(table, EquipmentKind.PANEL, b"packed", "digest")
    sheet = Sheet("Remplir", "https://video.example/1", SpokenLanguage("fr"), 3)
    keep_video(sheet, "vid-1", by=DESK.person_id, table=table)
    note_silence(table, "clamd", now)
    reconcile_files(table=table, settings=load_settings(), run_id="run-1")
    later = real_now() + timedelta(hours=1)
    nobody = Way(lambda _event, _done: False)
    replay_unrelayed(nobody, table=table, real=later, is_time_up=lambda: True)
    note_place(table, "dossier", Place())
    table.put({**UPLOADS_CURSOR.columns(), "after": "in/dos_0/"})
    set_clock(table, factor=Decimal(1))
    for operation in (
        put_resumed(table, DESK.person_id, now),
        put_unreachable("0f3a", "bounced", now),
        *count_surplus(DESK.person_id, "v1", now),
    ):
        table.write(operation)
