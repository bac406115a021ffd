"""Open the space of a firm whose partnership agreement is signed, and invite its administrator."""

from collections.abc import Iterator, Mapping

from chalicelib.accounts.change_address import read_address
from chalicelib.accounts.enrol import enrol_firm
from chalicelib.accounts.invitations import invitation_by_agent
from chalicelib.accounts.invite import invite, read_name
from chalicelib.accounts.model import Firm, Person
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.refusals import FieldProblem, InvalidFields, Refusal
from chalicelib.words.names import ADDRESS_IN_NAME, has_address
from chalicelib.words.translation import _

LONGEST_FIRM = 120


def open_firm(typed: Mapping[str, str], *, by: Person, table: Table | None = None) -> Firm:
    """Open a firm from `firm`, `siren`, and its administrator's `name` and `email`.

    Raises InvalidFields, and what an invitation raises (AlreadyMember). Nothing is opened while
    anything is wrong. The same SIREN again is the same firm.
    """
    from stdnum.fr import siren

    table = table or open_table()
    name, code = " ".join(typed.get("firm", "").split()), siren.compact(typed.get("siren", ""))
    problems: list[FieldProblem] = []
    if not 0 < len(name) <= LONGEST_FIRM:
        words = _("Nom de l’entreprise : indiquez-le, en {most} caractères au plus.")
        problems.append(FieldProblem("firm", "missing", words, {"most": LONGEST_FIRM}))
    elif has_address(name):
        label = {"label": _("Nom de l’entreprise")}
        problems.append(FieldProblem("firm", "address-in-name", ADDRESS_IN_NAME, label))
    if not siren.is_valid(code):
        words = _("SIREN : vérifiez-le, il compte 9 chiffres dont le dernier contrôle les autres.")
        problems.append(FieldProblem("siren", "siren", words))
    problems += _list_administrator_problems(typed)
    if problems:
        raise InvalidFields(tuple(problems))
    firm = enrol_firm(table, name, code=code)
    now = real_now()
    invitation = invitation_by_agent(firm, by, now)
    invite(table, typed.get("email", ""), typed.get("name", ""), invitation)
    return firm


def _list_administrator_problems(typed: Mapping[str, str]) -> Iterator[FieldProblem]:
    """What an invitation would refuse of its administrator, told with the rest."""
    for read, field in ((read_name, "name"), (read_address, "email")):
        try:
            read(typed.get(field, ""))
        except Refusal as refusal:
            yield FieldProblem(field, refusal.code, refusal.message, refusal.values)
