"""What deserves a second look about the client: the address, the name, the status.

The contract, the connection request and the Consuel must bear the same name and the same status,
private or professional, or the grid operator refuses them (guide MyLight).
"""

import re
import unicodedata
from collections.abc import Iterator

from chalicelib.form.figures import StepValues
from chalicelib.form.mail_domains import propose_address
from chalicelib.form.steps import AS_TYPED, Step
from chalicelib.form.values import Form
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _

WORD = re.compile(r"[a-z0-9]+", re.ASCII)


def check_client(form: Form) -> tuple[FieldProblem, ...]:
    """All that is strange about the client, in the order of the pages; blocks nothing."""
    return (*mail_slip(form), *status_differs(form), *holder_differs(form))


def typed_email(client: StepValues) -> str:
    """The address as it stands, confirmed or not."""
    typed = client.get(AS_TYPED)
    unconfirmed = typed.get("email") if isinstance(typed, dict) else None
    return str(unconfirmed or client.get("email") or "")


def mail_slip(form: Form) -> Iterator[FieldProblem]:
    """A domain that resembles a usual one: the usual one is proposed."""
    address = typed_email(form.get(Step.CLIENT, {}))
    proposed = propose_address(address)
    if proposed:
        yield FieldProblem(
            "email",
            "email-slip",
            _(
                "Adresse e-mail du client : « {typed} » ressemble à « {proposed} ». Si c’est une "
                "faute de frappe, corrigez-la dans les deux champs."
            ),
            {"typed": address.rpartition("@")[2], "proposed": proposed.rpartition("@")[2]},
        )


def status_differs(form: Form) -> Iterator[FieldProblem]:
    """A private client with a company's name or number."""
    client = form.get(Step.CLIENT, {})
    if client.get("client_type") != "particulier":
        return
    if client.get("company_name") or client.get("siret"):
        yield FieldProblem(
            "client_type",
            "status-differs",
            _(
                "Type de client : particulier, mais une raison sociale ou un SIRET est saisi. "
                "Retirez-les, ou choisissez professionnel : le contrat, la demande de "
                "raccordement et le Consuel portent le même statut."
            ),
        )


def holder_differs(form: Form) -> Iterator[FieldProblem]:
    """A contract in another name than the client's, or than the company's."""
    client = form.get(Step.CLIENT, {})
    holder = words_of(form.get(Step.ELECTRICITY, {}).get("holder_name"))
    names = [words_of(client.get(name)) for name in ("last_name", "company_name")]
    if holder and any(names) and not any(name and name <= holder for name in names):
        yield FieldProblem(
            "holder_name",
            "holder-differs",
            _(
                "Nom du titulaire du contrat : ce n’est pas le nom du client. Le contrat, la "
                "demande de raccordement et le Consuel doivent porter le même nom : faites "
                "changer le contrat, ou corrigez le nom du client à l’étape 1."
            ),
        )


def words_of(value: object) -> frozenset[str]:
    """The words of a name, without accents or capitals."""
    bare = unicodedata.normalize("NFD", str(value or "")).encode("ascii", "ignore").decode()
    return frozenset(WORD.findall(bare.casefold()))
