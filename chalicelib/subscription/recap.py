"""What the client reads of the installation before signing, and what is kept of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chalicelib.accounts.find_firm import find_firm
from chalicelib.dossiers.model import Dossier
from chalicelib.form.figures import find_number_in
from chalicelib.reference.operators import UnknownOperator, load_operator
from chalicelib.subscription.open_link import Opening


@dataclass(frozen=True, slots=True)
class Recap:
    """The installation in the client's eyes. Powers in kVA and kWc, None when not given."""

    reference: str
    client_name: str
    firm_name: str
    operator_label: str
    address: str
    pdl: str
    connection_power_kva: Decimal | None
    peak_power_kwc: Decimal | None
    submitted_at: datetime | None
    signed_at: datetime | None


def recap_of(opening: Opening) -> Recap:
    """Sum up the dossier of an open link. One read, for the firm's name."""
    dossier, head = opening.dossier, opening.dossier.head
    plant = dossier.values_of("plant")
    firm = find_firm(head.firm_id)
    return Recap(
        reference=head.reference,
        client_name=name_holder(dossier),
        firm_name=firm.name if firm else "",
        operator_label=_label(head.operator),
        address=write_address(dossier),
        pdl=str(dossier.values_of("electricity").get("pdl") or ""),
        connection_power_kva=find_number_in(plant, "connection_power_kva"),
        peak_power_kwc=find_number_in(plant, "peak_power_kwc"),
        submitted_at=head.submitted_at,
        signed_at=opening.signed_at,
    )


def name_holder(dossier: Dossier) -> str:
    """Name who subscribes: the company, else first and last name."""
    company = dossier.values_of("client").get("company_name")
    return str(company or f"{dossier.head.first_name} {dossier.head.last_name}".strip())


def write_address(dossier: Dossier) -> str:
    """Write where the plant stands, in one line."""
    client, head = dossier.values_of("client"), dossier.head
    places = (client.get("address"), client.get("address_more"), f"{head.postcode} {head.city}")
    return ", ".join(str(place) for place in places if place)


def write_shown(dossier: Dossier) -> str:
    """Write what the page showed of the installation, as it is kept with the signature.

    JSON with its names in order: the same dossier gives the same text, whose hash is sealed.
    """
    plant = dossier.values_of("plant")
    shown = {
        "holder": name_holder(dossier),
        "email": dossier.head.email,
        "address": write_address(dossier),
        "pdl": str(dossier.values_of("electricity").get("pdl") or ""),
        "operator": _label(dossier.head.operator),
        "connection_power_kva": _write_number(find_number_in(plant, "connection_power_kva")),
        "peak_power_kwc": _write_number(find_number_in(plant, "peak_power_kwc")),
    }
    return json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_shown(text: str) -> Mapping[str, str]:
    """Read back what was shown; nothing for a signature that kept none of it."""
    found: dict[str, str] = json.loads(text) if text else {}
    return found


def _write_number(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _label(code: str) -> str:
    try:
        return load_operator(code).label
    except UnknownOperator:
        return code
