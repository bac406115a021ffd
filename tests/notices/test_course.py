"""What becomes of a notice, in whatever order things happen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.connection_mails.kinds import ConnectionMail
from chalicelib.notices.course import (
    PATIENCE,
    UNSURE_WAIT,
    came_too_early,
    claim,
    note_accepted,
    note_busy,
    note_feedback,
    note_refused,
    note_reply_lost,
    note_skipped,
)
from chalicelib.notices.model import (
    FINAL,
    Addressee,
    Bounce,
    Feedback,
    FeedbackKind,
    Notice,
    NoticeState,
    notice_id_of,
    queue_notice,
)

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
QUEUED = queue_notice("op_1", "dos_1", ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT, now=NOW)


def feedback(kind: FeedbackKind, bounce: Bounce | None = None) -> Feedback:
    return Feedback(
        kind=kind,
        at=NOW + timedelta(seconds=30),
        mail_at=NOW,
        case_id="dos_1",
        notice_id=QUEUED.notice_id,
        message_id="m1",
        bounce=bounce,
        reason="General 5.1.1" if bounce else "",
    )


DELIVERY = feedback(FeedbackKind.DELIVERY)
COMPLAINT = feedback(FeedbackKind.COMPLAINT)
BOUNCES = {bounce: feedback(FeedbackKind.BOUNCE, bounce) for bounce in Bounce}
EVERY_FEEDBACK = (
    DELIVERY,
    COMPLAINT,
    *BOUNCES.values(),
    feedback(FeedbackKind.SEND),
    feedback(FeedbackKind.REJECT),
    feedback(FeedbackKind.RENDERING_FAILURE),
)


def sending() -> Notice:
    taken = claim(QUEUED, "try_1", NOW)
    assert taken is not None
    return taken


def sent() -> Notice:
    return note_accepted(sending(), "m1", NOW)


def test_the_same_cause_always_gives_the_same_notice() -> None:
    again = queue_notice(
        "op_1", "dos_1", ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT, now=NOW
    )
    assert again.notice_id == QUEUED.notice_id


def test_another_event_kind_or_addressee_gives_another_notice() -> None:
    link, client = ConnectionMail.SUBSCRIPTION_LINK, Addressee.CLIENT
    ids = {
        notice_id_of("op_1", link, client),
        notice_id_of("op_2", link, client),
        notice_id_of("op_1", ConnectionMail.REMINDER, client),
        notice_id_of("op_1", link, Addressee.INSTALLER),
    }
    assert len(ids) == 4


def test_a_notice_that_is_being_sent_cannot_be_taken_by_another_sender() -> None:
    assert claim(sending(), "try_2", NOW) is None


def test_a_sent_notice_is_never_taken_again() -> None:
    assert claim(sent(), "try_2", NOW + timedelta(days=30)) is None


def test_a_lost_reply_waits_a_quarter_of_an_hour_before_one_more_try() -> None:
    unsure = note_reply_lost(sending(), "ReadTimeoutError", NOW)
    assert claim(unsure, "try_2", NOW + UNSURE_WAIT - timedelta(seconds=1)) is None
    again = claim(unsure, "try_2", NOW + UNSURE_WAIT)
    assert again is not None
    assert again.resends == 1


def test_a_mail_of_unknown_outcome_is_sent_once_more_and_never_twice() -> None:
    again = claim(note_reply_lost(sending(), "lost", NOW), "try_2", NOW + UNSURE_WAIT)
    assert again is not None
    unsure = note_reply_lost(again, "lost", NOW + UNSURE_WAIT)
    assert unsure.state is NoticeState.UNSURE
    assert unsure.look_at is None
    assert claim(unsure, "try_3", NOW + timedelta(days=30)) is None


def test_a_sender_that_died_counts_as_a_lost_reply() -> None:
    again = claim(sending(), "try_2", NOW + UNSURE_WAIT)
    assert again is not None
    assert (again.state, again.resends) == (NoticeState.SENDING, 1)


def test_feedback_settles_an_unsure_notice_without_a_second_mail() -> None:
    unsure = note_reply_lost(sending(), "lost", NOW)
    settled = note_feedback(unsure, feedback(FeedbackKind.SEND))
    assert settled.state is NoticeState.SENT
    assert claim(settled, "try_2", NOW + timedelta(days=1)) is None


def test_a_delivery_before_our_own_row_says_sent_is_not_lost() -> None:
    early = note_feedback(sending(), DELIVERY)
    assert early.state is NoticeState.DELIVERED
    assert note_accepted(early, "m1", NOW).state is NoticeState.DELIVERED


def test_a_busy_service_is_tried_later_and_later() -> None:
    first = note_busy(sending(), "Throttling", NOW)
    tenth = note_busy(replace(sending(), tries=10), "Throttling", NOW)
    assert first.state is NoticeState.UNSENT
    assert first.resends == 0
    assert first.look_at == NOW + timedelta(minutes=1)
    assert tenth.look_at == NOW + timedelta(hours=1)


def test_a_service_that_is_busy_for_two_days_fails_the_notice() -> None:
    late = NOW + PATIENCE + timedelta(seconds=1)
    assert note_busy(sending(), "Throttling", late).state is NoticeState.FAILED


def test_bounce_types_are_kept_apart() -> None:
    for bounce, word in BOUNCES.items():
        bounced = note_feedback(sent(), word)
        assert (bounced.state, bounced.bounce) == (NoticeState.BOUNCED, bounce)


def test_a_complaint_is_recorded_once_even_after_delivery() -> None:
    delivered = note_feedback(sent(), DELIVERY)
    complained = note_feedback(delivered, COMPLAINT)
    assert complained.state is NoticeState.DELIVERED
    assert complained.complained_at == COMPLAINT.at
    assert note_feedback(complained, COMPLAINT) == complained


def test_final_states_do_not_change_in_any_order_of_feedback() -> None:
    words = (DELIVERY, COMPLAINT, BOUNCES[Bounce.PERMANENT], BOUNCES[Bounce.TRANSIENT])
    for order in permutations(words):
        notice = sent()
        first_final = None
        for word in order:
            notice = note_feedback(notice, word)
            first_final = first_final or notice.state
            assert notice.state is first_final
        assert notice.complained_at is not None
        assert notice.bounce is Bounce.PERMANENT


type Act = Callable[[Notice, datetime], Notice]


def apply(word: Feedback) -> Act:
    return lambda notice, _now: note_feedback(notice, word)


ACTS: tuple[Act, ...] = (
    lambda notice, now: claim(notice, f"try_{notice.tries}", now) or notice,
    lambda notice, now: note_accepted(notice, "m", now) if notice.tries else notice,
    lambda notice, now: note_reply_lost(notice, "lost", now),
    lambda notice, now: note_busy(notice, "busy", now),
    lambda notice, now: note_refused(notice, "refused", now),
    lambda notice, now: note_skipped(notice, "unneeded", now),
    *map(apply, EVERY_FEEDBACK),
)


def mails_of(before: Notice, after: Notice) -> int:
    """Count a try as a mail, unless SES says that it took nothing."""
    given_back = (before.state, after.state) == (NoticeState.SENDING, NoticeState.UNSENT)
    return after.tries - before.tries - given_back


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3600)), max_size=25))
def test_whatever_happens_at_most_two_mails_leave_and_a_final_state_stays(
    acts: list[tuple[Act, int]],
) -> None:
    notice, now, mails = QUEUED, NOW, 0
    for act, wait_s in acts:
        now += timedelta(seconds=wait_s)
        before, notice = notice, act(notice, now)
        mails += mails_of(before, notice)
        assert mails <= 2
        if before.state in FINAL:
            assert (notice.state, notice.look_at) == (before.state, None)
        assert before.complained_at in {None, notice.complained_at}
        assert before.bounce is not Bounce.PERMANENT or notice.bounce is Bounce.PERMANENT


@given(st.lists(st.sampled_from(EVERY_FEEDBACK), max_size=6))
def test_repeating_feedback_changes_nothing(words: list[Feedback]) -> None:
    notice = sent()
    for word in words:
        notice = note_feedback(notice, word)
        assert note_feedback(notice, word) == notice


def test_feedback_without_a_notice_is_early_for_five_minutes_only() -> None:
    assert came_too_early(DELIVERY, NOW + timedelta(minutes=4, seconds=59))
    assert not came_too_early(DELIVERY, NOW + timedelta(minutes=5))
