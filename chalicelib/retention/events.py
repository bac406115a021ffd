"""Retention's Lambda: the daily purge."""

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.aws.clock import business_now
from chalicelib.aws.table import open_table
from chalicelib.logs.event_handler import event_handler

events = Blueprint(__name__)


@events.schedule("rate(1 day)", name="purge")
@event_handler
def purge(_event: CloudWatchEvent) -> dict[str, int]:
    """Erase who asked for it and what was kept long enough."""
    from chalicelib.retention.purge import purge as let_go

    done = let_go(table=open_table(), now=business_now())
    return {"erased": done.erased, "kept": done.kept}
