"""What the client reads of the installation before signing."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from chalicelib.accounts.find_firm import find_firm
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
    client, plant = dossier.values_of("client"), dossier.values_of("plant")
    firm = find_firm(head.firm_id)
    places = (client.get("address"), client.get("address_more"), f"{head.postcode} {head.city}")
    return Recap(
        reference=head.reference,
        client_name=str(client.get("company_name") or f"{head.first_name} {head.last_name}"),
        firm_name=firm.name if firm else "",
        operator_label=_label(head.operator),
        address=", ".join(str(place) for place in places if place),
        pdl=str(dossier.values_of("electricity").get("pdl") or ""),
        connection_power_kva=find_number_in(plant, "connection_power_kva"),
        peak_power_kwc=find_number_in(plant, "peak_power_kwc"),
        submitted_at=head.submitted_at,
        signed_at=opening.signed_at,
    )


def _label(code: str) -> str:
    try:
        return load_operator(code).label
    except UnknownOperator:
        return code
