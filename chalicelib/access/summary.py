"""The pages of the weekly summary: ask for it in one's account, end it by the link of a mail (F68).

Opening the link changes nothing, because mail scanners open links: its page has one button.
"""

from chalice.app import Response

from chalicelib.access.blueprints import pages
from chalicelib.policy.audiences import INSTALLERS
from chalicelib.web.page import page
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _


@page(pages, "/compte/resume", method="POST", allow=INSTALLERS)
def post_summary(visit: Visit) -> Response:
    """Keep whether one wants the summary."""
    from chalicelib.accounts.weekly_summary import choose_summary

    wanted = visit.form.text("wanted") == "oui"
    choose_summary(visit.person, wanted=wanted)
    yes = _("Le résumé de vos dossiers vous est envoyé chaque lundi matin.")
    no = _("Le résumé du lundi ne vous est plus envoyé.")
    return visit.go("/compte", flash=yes if wanted else no)


@page(pages, "/resume-hebdomadaire/{token}", allow="public")
def show_ending(visit: Visit, token: str) -> Response:
    """Show how to end the summary; looking changes nothing."""
    from chalicelib.accounts.weekly_summary import find_ending, wants_summary

    is_wanted = wants_summary(find_ending(token))
    return visit.show("access/end_summary.html", token=token, is_wanted=is_wanted)


@page(pages, "/resume-hebdomadaire/{token}", method="POST", allow="public")
def post_ending(visit: Visit, token: str) -> Response:
    """End the summary, without asking anybody to sign in."""
    from chalicelib.accounts.weekly_summary import end_by_link

    end_by_link(token)
    return visit.go(f"/resume-hebdomadaire/{token}")
