"""What the bench of calls counted, and what the cost's model takes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bench.cost import Counted
from bench.watch import Tally
from chalicelib.operators import cadence

FEW = 10
"""Dossiers of a small firm, beside which most operations are counted."""

OF_ALL = ("OPERATOR", "POLL", "WATCH", "DUE")
"""The keys of what a schedule asks for all dossiers together: no dossier's own cost."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What each operation was counted to do, and the life it was counted in."""

    operations: Mapping[str, Tally]
    steps: Mapping[str, Tally]
    life: Tally
    transitions: int
    requests: int
    events: int
    verdicts: int
    poll: Tally
    asked: int
    days: timedelta


def used_in(counts: Counts) -> Counted:
    """Give what one dossier's life used, as the model of its cost takes it."""
    life = counts.life
    own = life.without(*OF_ALL)
    page = counts.operations[f"dossier page, N = {FEW}"]
    s3_writes = sum(life.count("s3", name) for name in ("PutObject", "CopyObject"))
    s3_lists = life.count("s3", "ListObjectVersions")
    return Counted(
        write_units=own.wru,
        read_units=own.rru,
        read_units_per_page=page.rru + 1,
        requests=counts.requests,
        transitions=counts.transitions,
        mails=life.count("sesv2", "SendEmail"),
        events=counts.events,
        verdicts=counts.verdicts,
        queue_calls=life.count("sqs") * 3,
        s3_writes=s3_writes + s3_lists + counts.verdicts,
        s3_reads=life.count("s3", "GetObject"),
        polls=cadence.polls_by(counts.days),
        batch_read_units=counts.poll.rru,
        batch_write_units=counts.poll.wru,
    )
