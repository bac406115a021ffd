"""Tell the jobs' queue of a batch."""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.aws.queue import send_messages
from chalicelib.settings import load_settings

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def send_job(messages: Sequence[Mapping[str, object]]) -> None:
    """Send messages, each naming a batch as its job."""
    send_messages(load_settings().jobs_queue, messages)
