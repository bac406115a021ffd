"""The links of a dossier: made and cut by who may see it, on pages of their own."""

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import real_now
from chalicelib.dossiers.load import load_head
from chalicelib.dossiers.model import Dossier
from chalicelib.following.blueprints import pages
from chalicelib.following.model import LINK_LIFE, list_working, may_be_followed
from chalicelib.policy.audiences import SIGNED_IN
from chalicelib.settings import load_settings
from chalicelib.web.page import page
from chalicelib.web.partials import provide
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _

LINKS = "/dossiers/{dossier_id}/liens-de-suivi"


def count_following_links(dossier: Dossier) -> int | None:
    """Count the links of a dossier that work now: no call; None where nobody may follow it."""
    return len(list_working(dossier, real_now())) if may_be_followed(dossier) else None


provide("count_following_links", count_following_links)


@page(pages, LINKS, method="POST", allow=SIGNED_IN)
def make_following_link(visit: Visit, dossier_id: str) -> Response:
    """Make a link and show it: this once, for only its print is kept."""
    from chalicelib.following.change_links import make_link

    actor = as_actor(visit.person, "page")
    path = make_link(dossier_id, by=actor)
    head = load_head(dossier_id, seen_by=actor)
    url = load_settings().portal_url.rstrip("/") + path
    return visit.show("following/made.html", head=head, url=url, ends_at=real_now() + LINK_LIFE)


@page(pages, LINKS + "/coupure", method="POST", allow=SIGNED_IN)
def cut_following_links(visit: Visit, dossier_id: str) -> Response:
    """Cut every link made until now."""
    from chalicelib.following.change_links import cut_links

    cut_links(dossier_id, by=as_actor(visit.person, "page"))
    done = _("Les liens de suivi envoyés jusqu’ici n’ouvrent plus rien.")
    return visit.go(f"/dossiers/{dossier_id}", flash=done)
