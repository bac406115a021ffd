"""Why each room holds personal data, and on which ground of the GDPR (article 6, paragraph 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Ground(StrEnum):
    """The ground on which data are held."""

    CONTRACT = "contract, or steps before one (b)"
    LEGAL_DUTY = "legal obligation (c)"
    INTEREST = "legitimate interest (f)"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data are held for, and on which ground."""

    words: str
    ground: Ground


PURPOSES: Mapping[str, Purpose] = {
    "dossiers": Purpose(
        "carry an installation from its form to the day its connection opens", Ground.CONTRACT
    ),
    "cases": Purpose(
        "keep a case, its journal, its files judged safe and its dates", Ground.CONTRACT
    ),
    "subscription": Purpose("have the client agree, and keep what they signed", Ground.CONTRACT),
    "amendments": Purpose("change what was sent when its installer asks", Ground.CONTRACT),
    "battery": Purpose("count what virtual storage took in and gave back", Ground.CONTRACT),
    "operators": Purpose("file with the grid operator and follow what it tells", Ground.CONTRACT),
    "notices": Purpose("tell the people of a dossier or an account by mail", Ground.CONTRACT),
    "messages": Purpose("let installer and agents write to each other", Ground.CONTRACT),
    "connection_jobs": Purpose("take many dossiers from one sheet", Ground.CONTRACT),
    "exports": Purpose("give people the files and lists that they ask for", Ground.CONTRACT),
    "receipts": Purpose("prove what was sent, and when", Ground.INTEREST),
    "audit": Purpose("prove who did what on a dossier, and when", Ground.INTEREST),
    "accounts": Purpose("let people in, keep others out, and say who is who", Ground.CONTRACT),
    "contact": Purpose("answer whoever asks our teams something", Ground.INTEREST),
    "accessibility": Purpose("answer reports of barriers to accessibility", Ground.LEGAL_DUTY),
    "verdicts": Purpose("keep one person's uploads from harming others", Ground.INTEREST),
    "desk": Purpose(
        "let agents act on many dossiers, and see what became of each", Ground.INTEREST
    ),
    "partner_library": Purpose("say which agent published a document of ours", Ground.INTEREST),
    "equipment": Purpose("say which agent wrote a model of the catalogue", Ground.INTEREST),
}
"""By room; a room that holds data of nobody has none."""
