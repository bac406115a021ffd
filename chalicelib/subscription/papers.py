"""The papers that a signature leaves: one PDF for each text agreed to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from chalicelib.dossiers.model import Dossier
from chalicelib.rows.beside import SIGNED
from chalicelib.subscription.texts import TextId
from chalicelib.words.translation import _

TITLES: Mapping[TextId, str] = {
    TextId.ADHESION: _("Adhésion au stockage virtuel"),
    TextId.MANDATE: _("Mandat de représentation"),
    TextId.SUPPLIER_CHANGE: _("Changement de fournisseur"),
    TextId.EARLY_START: _("Demande de commencer sans attendre"),
}
"""What people call each paper."""

FILE_NAMES: Mapping[TextId, str] = {
    TextId.ADHESION: "adhesion",
    TextId.MANDATE: "mandat",
    TextId.SUPPLIER_CHANGE: "changement-de-fournisseur",
    TextId.EARLY_START: "demande-de-commencer",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One signed paper, as its dossier keeps it: of which wording, and where its bytes stand.

    `signed_at` is business time; `seq` is the place of the signature in the journal.
    """

    text_id: TextId
    version: str
    key: str
    sha256: str
    size_bytes: int
    signed_at: datetime
    seq: int

    def file_name(self, reference: str) -> str:
        """Name the file in which the paper is downloaded."""
        return f"{FILE_NAMES[self.text_id]}-{reference}.pdf"


def list_papers(dossier: Dossier) -> tuple[Paper, ...]:
    """List the signed papers of a dossier that was loaded whole, in the order they are read."""
    rows = (dossier.rows.get(SIGNED.sk(text_id)) for text_id in TextId)
    return tuple(msgspec.convert(dict(row), Paper) for row in rows if row)


def find_paper(dossier: Dossier, text_id: str) -> Paper | None:
    """Find the signed paper of one text."""
    return next((one for one in list_papers(dossier) if one.text_id == text_id), None)
