"""The pages of a firm's users, for its administrators, and of opening a firm's space, for agents."""

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.policy.audiences import AGENTS, INSTALLERS
from chalicelib.refusals import FieldProblem, InvalidFields, NotAllowed, NotFound, Refusal
from chalicelib.web.cookies import Flash
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate

TICKED = "oui"


@page(pages, "/entreprise", allow=INSTALLERS)
def show_firm(visit: Visit) -> Response:
    """Show the firm's users; administrators only."""
    return _draw_firm(visit)


@page(pages, "/entreprise/invitation", method="POST", allow=INSTALLERS)
def post_invitation(visit: Visit) -> Response:
    """Invite a colleague."""
    from chalicelib.accounts.firm_members import invite_member

    form = visit.form
    try:
        invite_member(
            visit.person,
            form.text("email"),
            form.text("name"),
            is_admin=form.text("admin") == TICKED,
        )
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return _draw_firm(visit, refusal)
    invited = _("{name} est invité : un message lui dit comment entrer dans l’entreprise.")
    return visit.go("/entreprise", flash=Flash(invited, values={"name": form.text("name")}))


@page(pages, "/entreprise/invitation/{invitation}/retrait", method="POST", allow=INSTALLERS)
def post_withdrawal(visit: Visit, invitation: str) -> Response:
    """Take an invitation back."""
    from chalicelib.accounts.firm_members import withdraw_invitation

    withdraw_invitation(visit.person, invitation)
    return visit.go(
        "/entreprise", flash=_("L’invitation est retirée : son lien n’ouvre plus rien.")
    )


@page(pages, "/entreprise/{user_id}/role", method="POST", allow=INSTALLERS)
def post_role(visit: Visit, user_id: str) -> Response:
    """Make a colleague an administrator, or no longer."""
    from chalicelib.accounts.firm_members import set_administrator

    set_administrator(visit.person, user_id, is_admin=visit.form.text("admin") == TICKED)
    return visit.go("/entreprise", flash=_("C’est noté : le rôle vaut dès la prochaine page."))


@page(pages, "/entreprise/{user_id}/retrait", allow=INSTALLERS)
def show_removal(visit: Visit, user_id: str) -> Response:
    """Ask who takes over from a colleague who leaves."""
    return _draw_removal(visit, user_id)


@page(pages, "/entreprise/{user_id}/retrait", method="POST", allow=INSTALLERS)
def post_removal(visit: Visit, user_id: str) -> Response:
    """Close a colleague's access and hand their dossiers over."""
    from chalicelib.accounts.firm_members import remove_member

    try:
        remove_member(visit.person, user_id, visit.form.text("successor"))
    except Refusal as refusal:
        if refusal.field is None:
            raise
        return _draw_removal(visit, user_id, refusal)
    return visit.go("/entreprise", flash=_("L’accès est fermé et les dossiers sont transmis."))


@page(pages, "/entreprises", allow=AGENTS)
def show_opening(visit: Visit) -> Response:
    """Ask which firm's space to open."""
    return visit.show("access/firms.html", errors={}, typed={})


@page(pages, "/entreprises", method="POST", allow=AGENTS)
def post_opening(visit: Visit) -> Response:
    """Open a firm's space and invite its administrator, at the address of the agreement (F3)."""
    from chalicelib.access.open_firm import open_firm

    typed = visit.form.as_mapping()
    try:
        firm = open_firm(typed, by=visit.person)
    except InvalidFields as invalid:
        return _refused(visit, invalid.problems, typed)
    except Refusal as refusal:
        problem = FieldProblem(str(refusal.field), refusal.code, refusal.message, refusal.values)
        return _refused(visit, (problem,), typed)
    opened = _("L’espace de {firm} est ouvert : son administrateur reçoit de quoi l’activer.")
    return visit.go("/entreprises", flash=Flash(opened, values={"firm": firm.name}))


def _refused(visit: Visit, problems: tuple[FieldProblem, ...], typed: dict[str, str]) -> Response:
    errors = {one.field: translate(one.message, **one.values) for one in problems}
    return visit.show("access/firms.html", status=422, errors=errors, typed=typed)


def _draw_firm(visit: Visit, refusal: Refusal | None = None) -> Response:
    from chalicelib.accounts.firm_members import list_members, list_waiting

    if not visit.person.is_admin:
        raise NotAllowed
    members = list_members(visit.person.firm_id)
    return visit.show(
        "access/firm.html",
        invited=list_waiting(visit.person.firm_id),
        status=refusal.status if refusal else 200,
        members=members,
        names={one.user_id: one.name for one in members},
        errors=_errors(refusal),
        typed=visit.form.as_mapping() if refusal else {},
    )


def _draw_removal(visit: Visit, user_id: str, refusal: Refusal | None = None) -> Response:
    from chalicelib.accounts.firm_members import list_members

    if not visit.person.is_admin:
        raise NotAllowed
    at_work = [one for one in list_members(visit.person.firm_id) if not one.left_at]
    leaver = next((one for one in at_work if one.user_id == user_id), None)
    if leaver is None:
        raise NotFound
    return visit.show(
        "access/remove.html",
        status=refusal.status if refusal else 200,
        leaver=leaver,
        heirs=[(one.user_id, one.name) for one in at_work if one.user_id != user_id],
        errors=_errors(refusal),
        typed=visit.form.as_mapping() if refusal else {},
    )


def _errors(refusal: Refusal | None) -> dict[str, str]:
    return {str(refusal.field): translate(refusal.message, **refusal.values)} if refusal else {}
