"""The notices of a dossier, for those who may see it."""

from chalicelib.audit.model import Actor
from chalicelib.dossiers.load import load_dossier
from chalicelib.dossiers.model import Dossier
from chalicelib.notices.notices_of import list_notices
from chalicelib.notices.words import NoticeView, view_notice


def list_dossier_notices(
    dossier_id: str, *, seen_by: Actor
) -> tuple[Dossier, tuple[NoticeView, ...]]:
    """Load a dossier with its mails, newest first; NotFound as usual. One query."""
    dossier = load_dossier(dossier_id, seen_by=seen_by)
    return dossier, tuple(view_notice(one) for one in reversed(list_notices(dossier)))
