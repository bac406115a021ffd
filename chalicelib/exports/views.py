"""What a job's page says: a state in words, how far it is, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.exports.model import LIFE, UNDER_WAY, Job, JobState
from chalicelib.exports.words import tell_refusal
from chalicelib.exports.work import Words, words_of
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

SLOW_AFTER = timedelta(minutes=2)
"""A job that has waited so long may have lost its message: it can be asked for again."""

STATES: Mapping[JobState, tuple[str, Tone]] = {
    JobState.WAITING: (_("En attente"), "now"),
    JobState.RUNNING: (_("En cours"), "now"),
    JobState.DONE: (_("Prêt"), "done"),
    JobState.FAILED: (_("Échec"), "stop"),
    JobState.CANCELLED: (_("Annulé"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as its page shows it; `back` is where it was asked for, `crumb` what that is called."""

    title: str
    back: str
    back_words: str
    crumb: str
    label: str
    tone: Tone
    words: str
    of_file: str
    is_under_way: bool
    may_download: bool
    may_try_again: bool


def show_job(job: Job, now: datetime) -> Shown:
    """Put a job into words."""
    said = words_of(job)
    label, tone = STATES[job.state]
    is_slow = job.state is JobState.WAITING and now > job.asked_at + SLOW_AFTER
    return Shown(
        title=translate(said.title),
        back=said.back(job),
        back_words=translate(said.back_words),
        crumb=translate(said.crumb),
        label=translate(label),
        tone=tone,
        words=_tell(job, said, now),
        of_file=translate(said.of_file) if said.of_file else "",
        is_under_way=job.state in UNDER_WAY,
        may_download=job.is_kept(now),
        may_try_again=(job.state is JobState.FAILED and not job.refusal) or is_slow,
    )


def view_job(job: Job, now: datetime) -> dict[str, object]:
    """Give a job as the API tells it."""
    return {
        "id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "words": _tell(job, words_of(job), now),
        "asked_at": job.asked_at,
        "done": job.lines_read,
        "total": job.lines_total or None,
        "case_id": job.case_id or None,
        "dossier_id": job.case_id or None,
        "file": _view_file(job) if job.is_kept(now) else None,
    }


def _view_file(job: Job) -> dict[str, object]:
    return {
        "name": job.file_name,
        "format": job.format,
        "size_bytes": job.size_bytes,
        "url": f"/api/v1/jobs/{job.job_id}/file",
        "expires_at": job.asked_at + LIFE,
    }


def _tell(job: Job, said: Words, now: datetime) -> str:
    match job.state:
        case JobState.WAITING:
            return translate(
                _("Le travail va commencer. Vous pouvez quitter cette page et y revenir.")
            )
        case JobState.RUNNING:
            return said.tell_progress(job)
        case JobState.FAILED if job.refusal:
            return tell_refusal(job)
        case JobState.FAILED:
            return translate(_("Le travail n’a pas abouti. Rien n’est perdu : relancez-le."))
        case JobState.CANCELLED:
            return translate(said.cancelled)
        case JobState.DONE if said.is_file_all and not job.is_kept(now):
            return translate(_("Ce fichier n’est plus disponible : demandez-le de nouveau."))
        case JobState.DONE:
            return said.tell_done(job)
