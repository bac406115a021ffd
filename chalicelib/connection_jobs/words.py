"""What people read of the long work on dossiers."""

from chalicelib.connection_jobs.archive import NothingToArchive
from chalicelib.connection_jobs.ask_mandate import NobodyToMandate
from chalicelib.connection_jobs.line_words import OF_SHEETS, tell_line
from chalicelib.exports.model import Job
from chalicelib.exports.report import LineState
from chalicelib.exports.words import (
    OF_ARCHIVES,
    tell_added_files,
    tell_archive,
    tell_list,
    tell_read_cases,
)
from chalicelib.exports.work import LineWords, Words
from chalicelib.words.translation import _, translate, translate_plural

CRUMB = _("Dossier")


def _go_to_list(_job: Job) -> str:
    return "/dossiers"


def _go_to_deposit(_job: Job) -> str:
    return "/dossiers/depot-groupe"


def _address_of(dossier_id: str) -> str:
    return f"/dossiers/{dossier_id}"


def _go_to_dossier(job: Job) -> str:
    return _address_of(job.case_id)


def _go_to_answers(job: Job) -> str:
    return f"{_address_of(job.case_id)}/a-recopier"


def tell_read_lines(job: Job) -> str:
    """Tell how many lines of a sheet are read."""
    return translate(
        _("{done} lignes lues sur {total}."), done=job.lines_read, total=job.lines_total
    )


def tell_drafts(job: Job) -> str:
    """Tell what became of a sheet's lines, in numbers."""
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


def tell_drawing(_job: Job) -> str:
    """Tell that a mandate is being drawn."""
    return translate(_("Le mandat s’écrit."))


def tell_mandate(_job: Job) -> str:
    """Tell what a mandate is for."""
    return translate(_("Le mandat est rempli d’après le dossier : il reste à le faire signer."))


OF_LIST = Words(
    _("Export des dossiers"),
    tell_read_cases,
    tell_list,
    _go_to_list,
    _("Revenir aux dossiers"),
    _("Dossiers"),
)
OF_DOSSIER = Words(
    _("Archive du dossier"),
    tell_added_files,
    tell_archive,
    _go_to_dossier,
    _("Revenir au dossier"),
    CRUMB,
    refused=(*OF_ARCHIVES, NothingToArchive),
)
OF_DEPOSIT = Words(
    _("Dépôt groupé"),
    tell_read_lines,
    tell_drafts,
    _go_to_deposit,
    _("Revenir au dépôt groupé"),
    CRUMB,
    cancelled=_("Le travail a été annulé : les brouillons déjà créés restent dans vos dossiers."),
    of_file=_(
        "Les lignes à corriger, avec ce qui ne va pas, sont dans un fichier : corrigez-les et "
        "envoyez-le de nouveau."
    ),
    is_file_all=False,
    refused=OF_SHEETS,
    lines=LineWords(tell_line, _address_of, {LineState.CREATED: _("Brouillon créé")}),
)
OF_MANDATE = Words(
    _("Mandat à signer"),
    tell_drawing,
    tell_mandate,
    _go_to_answers,
    _("Revenir aux réponses à recopier"),
    CRUMB,
    refused=(NobodyToMandate,),
)
