"""Open the space of a firm whose partnership agreement is signed, and invite its administrator."""

from collections.abc import Mapping

from chalicelib.accounts.enrol import enrol_firm
from chalicelib.accounts.firm_members import invite
from chalicelib.accounts.model import Firm, Role
from chalicelib.aws.clock import real_now
from chalicelib.aws.table import Table, open_table
from chalicelib.refusals import FieldProblem, InvalidFields
from chalicelib.web.words import _

LONGEST_FIRM = 120


def open_firm(typed: Mapping[str, str], *, table: Table | None = None) -> Firm:
    """Open a firm from `firm`, `siren`, and its administrator's `name` and `email`.

    Raises InvalidFields, and what an invitation raises (AccountExists, AddressNotWritten,
    NameMissing). The same SIREN again is the same firm.
    """
    from stdnum.fr import siren

    table = table or open_table()
    name, code = typed.get("firm", "").strip(), siren.compact(typed.get("siren", ""))
    problems = []
    if not 0 < len(name) <= LONGEST_FIRM:
        words = _("Nom de l’entreprise : indiquez-le, en {most} caractères au plus.")
        problems.append(FieldProblem("firm", "missing", words, {"most": LONGEST_FIRM}))
    if not siren.is_valid(code):
        words = _("SIREN : vérifiez-le, il compte 9 chiffres dont le dernier contrôle les autres.")
        problems.append(FieldProblem("siren", "siren", words))
    if problems:
        raise InvalidFields(tuple(problems))
    firm = enrol_firm(table, name, code=code)
    invite(
        table,
        typed.get("email", ""),
        typed.get("name", ""),
        Role.INSTALLER,
        firm,
        now=real_now(),
        is_admin=True,
    )
    return firm
