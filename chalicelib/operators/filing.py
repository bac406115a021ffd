"""The request that a dossier makes to its operator, from what was typed once in the form."""

from decimal import Decimal, InvalidOperation

from chalicelib.dossiers.model import Dossier, OperatorRequest
from chalicelib.operators.model import Filing, request_key

LONGEST_COMMENT = 500


def filing_of(dossier: Dossier, request: OperatorRequest) -> Filing:
    """What is filed for a request; the same whenever it is tried again."""
    return Filing(
        request_key=request_key(dossier.head.dossier_id, request.number),
        attempt=request.number,
        reference=dossier.head.reference,
        pdl=_text(dossier, "electricity", "pdl"),
        producer=_producer(dossier),
        address=_text(dossier, "client", "address"),
        postcode=_text(dossier, "client", "postcode"),
        city=_text(dossier, "client", "city"),
        phases=_text(dossier, "electricity", "phases"),
        connection_power_kva=_power(dossier, "connection_power_kva"),
        installed_power_kva=_power(dossier, "installed_power_kva"),
        peak_power_kwc=_power(dossier, "peak_power_kwc"),
        comment=_text(dossier, "documents", "comment")[:LONGEST_COMMENT],
    )


def _producer(dossier: Dossier) -> str:
    """The company, else first and last name: the same as on the contract and the Consuel."""
    company = _text(dossier, "client", "company_name")
    names = (_text(dossier, "client", name) for name in ("first_name", "last_name"))
    return company or " ".join(name for name in names if name)


def _text(dossier: Dossier, step: str, name: str) -> str:
    value = dossier.values_of(step).get(name)
    return "" if value is None else str(value)


def _power(dossier: Dossier, name: str) -> Decimal:
    try:
        return Decimal(_text(dossier, "plant", name) or 0)
    except InvalidOperation:
        return Decimal(0)
