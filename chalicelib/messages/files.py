"""The files that go with a message: deposited first, judged as every file is, then sent. Pure.

A message need not wait for the verdicts: until then its readers see that a file is in check, and
nobody opens it. What is refused does not go; what is refused after it went calls its sender.
"""

from collections.abc import Sequence

from chalicelib.cases.files.model import LET_GO, CaseFile
from chalicelib.reference.attached_slots import MOST_FILES_OF_MESSAGE
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.words.translation import _


def require_files(ready: Sequence[CaseFile], document_ids: Sequence[str]) -> None:
    """Refuse files that cannot go: not among one's own, sent before, refused, or too many."""
    if len(document_ids) > MOST_FILES_OF_MESSAGE:
        sentence = _("Fichiers joints : {most} par message au plus.")
        values = {"most": MOST_FILES_OF_MESSAGE}
        raise InvalidFields((FieldProblem("files", "too-many", sentence, values),))
    may_go = {one.document_id for one in ready if one.state not in LET_GO}
    if not may_go.issuperset(document_ids):
        sentence = _(
            "Fichiers joints : l’un d’eux est refusé, retiré ou déjà envoyé. Décochez-le, ou "
            "déposez-le de nouveau, puis envoyez le message."
        )
        raise InvalidFields((FieldProblem("files", "not-ready", sentence),))
