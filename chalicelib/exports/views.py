"""What a job's page says: a state in words, how far it is, what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.exports.model import LIFE, MOST_LINES, UNDER_WAY, Job, JobKind, JobState
from chalicelib.exports.words import tell_refusal
from chalicelib.web.tones import Tone
from chalicelib.words import formats
from chalicelib.words.translation import _, translate, translate_plural

SLOW_AFTER = timedelta(minutes=2)
"""A job that has waited so long may have lost its message: it can be asked for again."""

TITLES: Mapping[JobKind, str] = {
    JobKind.LIST: _("Export des dossiers"),
    JobKind.DOSSIER: _("Archive du dossier"),
    JobKind.DEPOSIT: _("Dépôt groupé"),
    JobKind.MANDATE: _("Mandat à signer"),
}
CANCELLED = (
    _("Le travail a été annulé : aucun fichier n’a été gardé."),
    _("Le travail a été annulé : les brouillons déjà créés restent dans vos dossiers."),
)
"""Of a file, and of drafts."""
BACK: Mapping[JobKind, str] = {
    JobKind.LIST: _("Revenir aux dossiers"),
    JobKind.DOSSIER: _("Revenir au dossier"),
    JobKind.DEPOSIT: _("Revenir au dépôt groupé"),
    JobKind.MANDATE: _("Revenir aux réponses à recopier"),
}
DEPOSIT = "/dossiers/depot-groupe"

STATES: Mapping[JobState, tuple[str, Tone]] = {
    JobState.WAITING: (_("En attente"), "now"),
    JobState.RUNNING: (_("En cours"), "now"),
    JobState.DONE: (_("Prêt"), "done"),
    JobState.FAILED: (_("Échec"), "stop"),
    JobState.CANCELLED: (_("Annulé"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as its page shows it; `back` is where it was asked for."""

    title: str
    back: str
    back_words: str
    label: str
    tone: Tone
    words: str
    is_under_way: bool
    may_download: bool
    may_try_again: bool


def show_job(job: Job, now: datetime) -> Shown:
    """Put a job into words."""
    label, tone = STATES[job.state]
    is_slow = job.state is JobState.WAITING and now > job.asked_at + SLOW_AFTER
    return Shown(
        title=translate(TITLES[job.kind]),
        back=_back(job),
        back_words=translate(BACK[job.kind]),
        label=translate(label),
        tone=tone,
        words=_tell(job, now),
        is_under_way=job.state in UNDER_WAY,
        may_download=job.is_kept(now),
        may_try_again=(job.state is JobState.FAILED and not job.refusal) or is_slow,
    )


def _back(job: Job) -> str:
    match job.kind:
        case JobKind.LIST:
            return "/dossiers"
        case JobKind.DOSSIER:
            return f"/dossiers/{job.dossier_id}"
        case JobKind.DEPOSIT:
            return DEPOSIT
        case JobKind.MANDATE:
            return f"/dossiers/{job.dossier_id}/a-recopier"


def view_job(job: Job, now: datetime) -> dict[str, object]:
    """Give a job as the API tells it."""
    return {
        "id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "words": _tell(job, now),
        "asked_at": job.asked_at,
        "done": job.lines_read,
        "total": job.lines_total or None,
        "dossier_id": job.dossier_id or None,
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


def _tell(job: Job, now: datetime) -> str:
    match job.state:
        case JobState.WAITING:
            return translate(
                _("Le travail va commencer. Vous pouvez quitter cette page et y revenir.")
            )
        case JobState.RUNNING:
            return _tell_progress(job)
        case JobState.FAILED if job.refusal:
            return tell_refusal(job)
        case JobState.FAILED:
            return translate(_("Le travail n’a pas abouti. Rien n’est perdu : relancez-le."))
        case JobState.CANCELLED:
            return translate(CANCELLED[job.kind is JobKind.DEPOSIT])
        case JobState.DONE if job.kind is not JobKind.DEPOSIT and not job.is_kept(now):
            return translate(_("Ce fichier n’est plus disponible : demandez-le de nouveau."))
        case JobState.DONE:
            return _tell_done(job)


def _tell_progress(job: Job) -> str:
    match job.kind:
        case JobKind.LIST:
            return translate_plural(
                "{number} dossier lu.", "{number} dossiers lus.", job.lines_read
            )
        case JobKind.DOSSIER:
            return translate(
                _("{done} fichiers sur {total}."), done=job.lines_read, total=job.lines_total
            )
        case JobKind.MANDATE:
            return translate(_("Le mandat s’écrit."))
        case JobKind.DEPOSIT:
            return translate(
                _("{done} lignes lues sur {total}."), done=job.lines_read, total=job.lines_total
            )


def _tell_done(job: Job) -> str:
    match job.kind:
        case JobKind.LIST:
            return _tell_list(job)
        case JobKind.DOSSIER:
            return translate_plural(
                "{number} fichier dans l’archive, avec la liste de leurs empreintes ({size}).",
                "{number} fichiers dans l’archive, avec la liste de leurs empreintes ({size}).",
                job.lines_kept,
                size=formats.size(job.size_bytes),
            )
        case JobKind.DEPOSIT:
            return _tell_deposit(job)
        case JobKind.MANDATE:
            return translate(
                _("Le mandat est rempli d’après le dossier : il reste à le faire signer.")
            )


def _tell_deposit(job: Job) -> str:
    made = translate_plural(
        "{number} brouillon créé.", "{number} brouillons créés.", job.lines_kept
    )
    known = translate_plural(
        "{number} ligne avait déjà son brouillon.",
        "{number} lignes avaient déjà leur brouillon.",
        job.lines_known,
    )
    refused = translate_plural(
        "{number} ligne à corriger.", "{number} lignes à corriger.", job.lines_refused
    )
    told = [made, *([known] if job.lines_known else []), *([refused] if job.lines_refused else [])]
    return " ".join(told)


def _tell_list(job: Job) -> str:
    told = translate_plural(
        "{number} dossier dans le fichier ({size}).",
        "{number} dossiers dans le fichier ({size}).",
        job.lines_kept,
        size=formats.size(job.size_bytes),
    )
    if not job.is_cut:
        return told
    cut = translate(
        _(
            "La liste est plus longue : le fichier s’arrête à {most} dossiers. Filtrez-la par dates."
        ),
        most=formats.number(MOST_LINES),
    )
    return f"{told} {cut}"
