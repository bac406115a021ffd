"""What people read of the jobs that every kind of case has, and of a job that cannot be done."""

from chalicelib.cases.create_once import InvalidKey
from chalicelib.exports.archive import ArchiveTooBig, FileChanged
from chalicelib.exports.model import MOST_LINES, Job
from chalicelib.exports.work import Words, words_of
from chalicelib.refusals import InvalidFields, NotAllowed, NotFound, Refusal
from chalicelib.words import formats
from chalicelib.words.kept import restore_values
from chalicelib.words.translation import _, translate, translate_plural

OF_ANY: tuple[type[Refusal], ...] = (InvalidFields, InvalidKey, NotAllowed, NotFound)
"""Refusals that may end a job of any kind."""

OF_ARCHIVES: tuple[type[Refusal], ...] = (ArchiveTooBig, FileChanged)


def tell_refusal(job: Job) -> str:
    """Tell why a job's work cannot be done at all."""
    told = {one.code: one.message for one in (*OF_ANY, *words_of(job).refused)}
    return translate(told.get(job.refusal, Refusal.message), **restore_values(job.refusal_values))


def tell_read_cases(job: Job) -> str:
    """Tell how many cases of a list are read."""
    return translate_plural("{number} dossier lu.", "{number} dossiers lus.", job.lines_read)


def tell_list(job: Job) -> str:
    """Tell what a list's file holds."""
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


def tell_added_files(job: Job) -> str:
    """Tell how many files an archive has so far."""
    return translate(_("{done} fichiers sur {total}."), done=job.lines_read, total=job.lines_total)


def tell_archive(job: Job) -> str:
    """Tell what an archive holds."""
    return translate_plural(
        "{number} fichier dans l’archive, avec la liste de leurs empreintes ({size}).",
        "{number} fichiers dans l’archive, avec la liste de leurs empreintes ({size}).",
        job.lines_kept,
        size=formats.size(job.size_bytes),
    )


OF_LIST = Words(_("Export d’une liste"), tell_read_cases, tell_list)
OF_CASE = Words(_("Archive"), tell_added_files, tell_archive, refused=OF_ARCHIVES)
