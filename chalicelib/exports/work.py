"""A kind of job, declared: who may ask for it, what does it, and what people read of it.

Every kind of case has the file of its list and the archive of a case; what else its people may ask
for, it declares in `Kind.jobs` by name. A job's row says of which kind it is, by the prefix of its
ids, and by which name: its declaration is imported when it is wanted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from chalicelib.aws.items import Attribute
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind, Later, Wanted
from chalicelib.cases.registry import kind_of
from chalicelib.exports.model import Job
from chalicelib.exports.report import LineReport, LineState
from chalicelib.policy.model import Action
from chalicelib.refusals import NotFound, Refusal
from chalicelib.words.translation import _

LIST, ARCHIVE = "list", "archive"
"""What every kind of case has."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a job made: its file if there is one, and what its row tells of it."""

    path: Path | None
    known: Mapping[str, Attribute] = field(default_factory=dict)


class Make(Protocol):
    """Does a job's work in a folder that goes away after; Stopped once it is cancelled."""

    def __call__(self, job: Job, folder: Path, /, *, table: Table) -> Made:
        """Do the work; what a rule refuses ends the job with its words."""


@dataclass(frozen=True, slots=True)
class LineWords:
    """What people read of the lines of a job that tells what became of each."""

    tell: Callable[[LineReport], tuple[str, ...]]
    address: Callable[[str], str]
    """From the id of the case that a line made to its page."""
    labels: Mapping[LineState, str] = field(default_factory=dict)
    """What a line's state is called, where it has a name of the kind's own."""


def _go_to_jobs(_job: Job) -> str:
    return "/travaux"


@dataclass(frozen=True, slots=True)
class Words:
    """What people read of jobs of one kind; texts are msgids, what is told is translated.

    `back` is where the job was asked for, `back_words` and `crumb` what the way there is called.
    `refused` are the refusals that may end it, beside those of any job.
    """

    title: str
    tell_progress: Callable[[Job], str]
    tell_done: Callable[[Job], str]
    back: Callable[[Job], str] = _go_to_jobs
    back_words: str = _("Revenir aux travaux")
    crumb: str = _("Travaux récents")
    cancelled: str = _("Le travail a été annulé : aucun fichier n’a été gardé.")
    of_file: str = ""
    """What its file is for, where its name does not say it."""
    is_file_all: bool = True
    """Whether the file is all that the job leaves: without it, it is to be asked for again."""
    refused: tuple[type[Refusal], ...] = ()
    lines: LineWords | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of job. `may` is what the policy is asked about; None: who may see cases of the kind."""

    name: str
    make: Wanted[Make]
    words: Wanted[Words]
    may: Action | None = None


OF_EVERY_KIND: Mapping[str, Wanted[Work]] = {
    LIST: Later("chalicelib.exports.works:OF_LIST"),
    ARCHIVE: Later("chalicelib.exports.works:OF_CASE"),
}


def find_work(kind: AnyKind, name: str) -> Work:
    """Find a kind of job by its name; NotFound for a name that the kind does not have."""
    found: Wanted[Work] | None = kind.jobs.get(name) or OF_EVERY_KIND.get(name)
    if found is None:
        raise NotFound
    return found.get()


def work_of(job: Job) -> Work:
    """Give the kind of a job."""
    return find_work(kind_of(job.of), job.kind)


def words_of(job: Job) -> Words:
    """Give what people read of a job's kind."""
    return work_of(job).words.get()
