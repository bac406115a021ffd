"""The files that stand beside a dossier's pieces: with a message, or with a request once connected.

They go the way of every file and complete nothing: no status, no milestone and no receipt knows
of them.
"""

from collections.abc import Mapping
from typing import Final

from chalicelib.reference.slots import Due, FileFormat, Slot, Source


def _(msgid: str) -> str:
    """Mark a French text for the catalogue; reference data stand below the web's own marker."""
    return msgid


MOST_FILES_OF_MESSAGE: Final = 5

MESSAGE_FILE: Final = Slot(
    code="message",
    label=_("Fichiers joints au message"),
    hint=_("Une photo, un plan, un courrier : ce qui aide à comprendre votre message."),
    where=_("Une pièce du dossier se dépose à sa place, sur la page du dossier : là, elle compte."),
    due=Due.NEVER,
    most_files=MOST_FILES_OF_MESSAGE,
    source=Source.PRACTICE,
)
TOTAL_CONSUEL: Final = Slot(
    code="consuel_total",
    label=_("Consuel de la puissance totale"),
    hint=_("La nouvelle attestation, visée, pour toute l’installation et non pour l’ajout seul."),
    where=_("Reçue du Consuel après sa visite, en PDF."),
    due=Due.NEVER,
    formats=(FileFormat.PDF,),
)

ATTACHED_SLOTS: Final[Mapping[str, Slot]] = {one.code: one for one in (MESSAGE_FILE, TOTAL_CONSUEL)}
