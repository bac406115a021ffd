"""SES's words as they arrive, for a notice of our choice."""

import json
from pathlib import Path
from typing import Any

from chalicelib.notices.feedback import read_feedback
from chalicelib.notices.model import Feedback, Notice

EVENTS = Path(__file__).parents[1] / "events"


def ses_event(name: str, notice: Notice | None = None) -> dict[str, Any]:
    """Load what SES publishes, speaking of a notice."""
    event: dict[str, Any] = json.loads((EVENTS / f"ses_{name}.json").read_text())
    if notice:
        tags = {"notice_id": [notice.notice_id], "case_id": [notice.case_id]}
        event["mail"]["tags"] |= tags
    return event


def body_of(event: dict[str, Any]) -> str:
    """Wrap it as SNS does on its way to a queue."""
    return json.dumps({"Type": "Notification", "Message": json.dumps(event)})


def feedback_of(name: str, notice: Notice) -> Feedback:
    """Read what SES says of a notice."""
    return read_feedback(body_of(ses_event(name, notice)))
