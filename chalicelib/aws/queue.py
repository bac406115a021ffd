"""Queues: send one message, or many."""

import json
from collections.abc import Mapping, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client
from chalicelib.aws.trouble import TransientError, sort_trouble

BATCH = 10
"""SQS takes ten messages a call."""


def send_messages(queue_url: str, messages: Sequence[Mapping[str, object]]) -> None:
    """Send JSON messages to a queue, ten a call; TransientError when any of them was not taken."""
    for first in range(0, len(messages), BATCH):
        entries = [
            {"Id": str(place), "MessageBody": json.dumps(dict(message))}
            for place, message in enumerate(messages[first : first + BATCH])
        ]
        try:
            answer = client("sqs").send_message_batch(QueueUrl=queue_url, Entries=entries)  # type: ignore[arg-type] # a list of literal dictionaries
        except (ClientError, BotoCoreError) as error:
            raise sort_trouble("sqs", error) from error
        if answer.get("Failed"):
            raise TransientError("sqs", answer["Failed"][0].get("Code", "Failed"))
