"""Feedback of SES as it arrives: SNS messages in a queue, read into a `Feedback`. Pure.

Both shapes are read: the events of a configuration set (`eventType`, with our tags) and the
older notifications of an identity (`notificationType`). Addresses are fingerprinted here and
go no further; diagnostics of mail servers, which may repeat them, are dropped.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from chalicelib.notices.address import print_mail_address
from chalicelib.notices.model import Bounce, Feedback, FeedbackKind
from chalicelib.notices.tags import CASE_TAG, NOTICE_TAG

type Json = Mapping[str, Any]

NOT_SPAM = "not-spam"
"""A reader took the mail out of the junk folder: the contrary of a complaint."""


class NotOurs(Exception):
    """The message speaks of no notice of ours, or of nothing that changes one."""


def read_feedback(body: str) -> Feedback:
    """Read the body of one queue message.

    Raises NotOurs for what is to be passed over; KeyError, TypeError or ValueError for what is
    no feedback at all, which the dead-letter queue keeps.
    """
    envelope: Json = json.loads(body)
    event: Json = json.loads(envelope["Message"]) if "Message" in envelope else envelope
    kind = _find_kind(event)
    said = cast(Json, event.get(PARTS[kind], {}))
    if kind is FeedbackKind.COMPLAINT and said.get("complaintFeedbackType") == NOT_SPAM:
        raise NotOurs("not-spam")
    mail: Json = event["mail"]
    tags: Mapping[str, Sequence[str]] = mail.get("tags", {})
    if NOTICE_TAG not in tags or CASE_TAG not in tags:
        raise NotOurs("untagged")
    return Feedback(
        kind=kind,
        at=datetime.fromisoformat(said.get("timestamp", mail["timestamp"])),
        mail_at=datetime.fromisoformat(mail["timestamp"]),
        case_id=tags[CASE_TAG][0],
        notice_id=tags[NOTICE_TAG][0],
        message_id=mail["messageId"],
        bounce=_read_bounce(said) if kind is FeedbackKind.BOUNCE else None,
        reason=_read_reason(kind, said),
        address_prints=_print_addresses(kind, said),
    )


PARTS: Mapping[FeedbackKind, str] = {
    FeedbackKind.SEND: "send",
    FeedbackKind.DELIVERY: "delivery",
    FeedbackKind.BOUNCE: "bounce",
    FeedbackKind.COMPLAINT: "complaint",
    FeedbackKind.REJECT: "reject",
    FeedbackKind.RENDERING_FAILURE: "failure",
}
"""Under which name each kind of event says more."""


def _find_kind(event: Json) -> FeedbackKind:
    name = event.get("eventType") or event.get("notificationType") or ""
    try:
        return FeedbackKind(name)
    except ValueError as unknown:
        raise NotOurs(f"kind {name}") from unknown


def _read_bounce(said: Json) -> Bounce:
    try:
        return Bounce(said.get("bounceType", ""))
    except ValueError:
        return Bounce.UNDETERMINED


def _read_reason(kind: FeedbackKind, said: Json) -> str:
    match kind:
        case FeedbackKind.BOUNCE:
            statuses = {one.get("status", "") for one in said.get("bouncedRecipients", [])}
            return " ".join([said.get("bounceSubType", ""), *sorted(statuses)]).strip()
        case FeedbackKind.COMPLAINT:
            return str(said.get("complaintFeedbackType") or "")
        case FeedbackKind.REJECT:
            return str(said.get("reason", ""))
        case FeedbackKind.RENDERING_FAILURE:
            return "rendering failure"
        case FeedbackKind.SEND | FeedbackKind.DELIVERY:
            return ""


def _print_addresses(kind: FeedbackKind, said: Json) -> tuple[str, ...]:
    if kind not in {FeedbackKind.BOUNCE, FeedbackKind.COMPLAINT}:
        return ()
    people = said.get("bouncedRecipients") or said.get("complainedRecipients") or ()
    return tuple(print_mail_address(one["emailAddress"]) for one in people)
