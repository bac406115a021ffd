"""Reading what SES publishes, in its own JSON."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.notices.address import print_mail_address
from chalicelib.notices.feedback import NotOurs, read_feedback
from chalicelib.notices.model import Bounce, FeedbackKind
from tests.notices.ses_events import EVENTS, body_of, ses_event

KINDS = {
    "send": FeedbackKind.SEND,
    "delivery": FeedbackKind.DELIVERY,
    "bounce_permanent": FeedbackKind.BOUNCE,
    "bounce_transient": FeedbackKind.BOUNCE,
    "bounce_undetermined": FeedbackKind.BOUNCE,
    "complaint": FeedbackKind.COMPLAINT,
    "reject": FeedbackKind.REJECT,
    "rendering_failure": FeedbackKind.RENDERING_FAILURE,
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_every_event_of_ses_is_read(name: str, kind: FeedbackKind) -> None:
    feedback = read_feedback(body_of(ses_event(name)))
    assert feedback.kind is kind
    assert feedback.notice_id == "ntc_0123456789abcdef0123456789abcdef"
    assert feedback.case_id == "dos_0193f7a1b2c3d4e5f60718293a4b5c6d7e8f"
    assert feedback.mail_at == datetime(2026, 11, 21, 9, 30, 2, tzinfo=UTC)


@pytest.mark.parametrize("bounce", Bounce)
def test_the_three_types_of_bounce_are_told_apart(bounce: Bounce) -> None:
    name = f"bounce_{bounce.lower()}"
    assert read_feedback(body_of(ses_event(name))).bounce is bounce


def test_a_new_type_of_bounce_is_undetermined() -> None:
    event = ses_event("bounce_permanent")
    event["bounce"]["bounceType"] = "Novelty"
    assert read_feedback(body_of(event)).bounce is Bounce.UNDETERMINED


@pytest.mark.parametrize("name", KINDS)
def test_no_address_leaves_the_edge(name: str) -> None:
    assert "client.example.org" not in repr(read_feedback(body_of(ses_event(name))))


def test_an_address_is_known_by_its_fingerprint() -> None:
    feedback = read_feedback(body_of(ses_event("complaint")))
    assert feedback.address_prints == (print_mail_address("ZOE@client.example.org"),)


@pytest.mark.parametrize("name", ["delivery_delay", "complaint_not_spam"])
def test_what_changes_nothing_is_passed_over(name: str) -> None:
    with pytest.raises(NotOurs):
        read_feedback(body_of(ses_event(name)))


def test_an_untagged_notification_of_an_identity_is_not_ours() -> None:
    event = json.loads((EVENTS / "ses_notification_bounce.json").read_text())
    with pytest.raises(NotOurs, match="untagged"):
        read_feedback(body_of(event))


def test_a_tagged_notification_of_an_identity_is_read_too() -> None:
    event = ses_event("bounce_permanent")
    event["notificationType"] = event.pop("eventType")
    assert read_feedback(json.dumps(event)).bounce is Bounce.PERMANENT


@given(st.text())
def test_nonsense_is_refused_and_never_taken_for_feedback(text: str) -> None:
    with pytest.raises((NotOurs, ValueError, KeyError, TypeError, AttributeError)):
        read_feedback(text)
