"""The demonstration's people: an installer firm with two users, a client, an agent."""

from dataclasses import dataclass

from chalicelib.accounts.enrol import enrol_firm, enrol_user, find_enrolled
from chalicelib.accounts.model import Role
from chalicelib.accounts.staff import note_agent
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table

FIRM_NAME = "Toits & Soleil"
FIRM_CODE = "demonstration"
PASSWORD = "soleil-sur-les-toits"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one of the demonstration's people signs in."""

    who: str
    name: str
    email: str
    password: str
    role: Role


INSTALLER = SignIn(
    "installatrice, administre son entreprise",
    "Inès Garnier",
    "ines@toits-et-soleil.example",
    PASSWORD,
    Role.INSTALLER,
)
COLLEAGUE = SignIn(
    "installateur, même entreprise",
    "Malo Ferrand",
    "malo@toits-et-soleil.example",
    PASSWORD,
    Role.INSTALLER,
)
CLIENT = SignIn("cliente", "Camille Martin", "camille.martin@example.org", PASSWORD, Role.CLIENT)
AGENT = SignIn(
    "agent du back-office", "Sacha Lemoine", "sacha@raccordo.example", PASSWORD, Role.AGENT
)
SECOND_AGENT = SignIn(
    "agent du back-office, collègue", "Robin Keller", "robin@raccordo.example", PASSWORD, Role.AGENT
)
PEOPLE = (INSTALLER, COLLEAGUE, CLIENT, AGENT, SECOND_AGENT)


def load_people(table: Table) -> tuple[SignIn, ...]:
    """Enrol the demonstration's people where they are not yet, and say how they sign in."""
    firm = enrol_firm(table, FIRM_NAME, code=FIRM_CODE)
    for one in PEOPLE:
        known = find_enrolled(table, one.email)
        if known is not None and one.role is Role.AGENT:
            note_agent(table, known, real_now())
        if known is None:
            enrol_user(
                table,
                email=one.email,
                name=one.name,
                role=one.role,
                password=one.password,
                firm=firm if one.role is Role.INSTALLER else None,
                is_admin=one is INSTALLER,
            )
    return PEOPLE
