"""The files that we write for an operator: one request, cancellation, order or complement each.

A documented profile of our own (`docs/operator-files.md`), since none is public: UTF-8 with its
mark, semicolons, one header and one line. Pure.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum

from chalicelib.operators.model import Filing

PROFILE = "raccordo-1"


class Kind(StrEnum):
    """What a file tells the operator."""

    REQUEST = "demande"
    CANCELLATION = "annulation"
    ORDER = "mise-en-service"
    COMPLEMENT = "complement"


_HEADER_OF: Mapping[str, str] = {
    "request_key": "identifiantProjet",
    "attempt": "rangDemande",
    "reference": "referencePortail",
    "pdl": "pdl",
    "producer": "producteur",
    "address": "adresse",
    "postcode": "codePostal",
    "city": "commune",
    "phases": "typeBranchement",
    "connection_power_kva": "puissanceRaccordementKva",
    "installed_power_kva": "puissanceInstalleeKva",
    "peak_power_kwc": "puissanceCreteKwc",
    "comment": "commentaire",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_request(filing: Filing) -> bytes:
    """Write the file of a request."""
    values = {_HEADER_OF[name]: str(value) for name, value in asdict(filing).items()}
    return _write(Kind.REQUEST, values)


def write_word(kind: Kind, request_key: str, external_id: str, **more: str) -> bytes:
    """Write the file of what is said about a request already filed."""
    return _write(kind, {"identifiantProjet": request_key, "referenceDossier": external_id} | more)


def _write(kind: Kind, values: Mapping[str, str]) -> bytes:
    row = {"profil": PROFILE, "type": str(kind)} | dict(values)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(row)
    writer.writerow(_harmless(value) for value in row.values())
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if value.strip(" \n\xa0").startswith(_FORMULA_STARTS) else value
