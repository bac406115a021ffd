"""What the list of dossiers shows: a firm's own with its counters."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.ids import new_token
from chalicelib.dossiers.filter_view import list_chips, read_asked, show_filter, to_address
from chalicelib.dossiers.filters import Filter, Order
from chalicelib.dossiers.list_dossiers import (
    PAGE,
    Counters,
    DossierPage,
    list_dossiers,
    load_counters,
)
from chalicelib.dossiers.model import Space
from chalicelib.dossiers.status_labels import SPACES, STATUSES, TONES, label_status
from chalicelib.dossiers.statuses import Status
from chalicelib.form.mobiles import show_mobile
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate, translate_plural


def draw_list(visit: Visit) -> Response:
    """Draw a page of the firm's dossiers, with its counters; a wrong filter is told and left out."""
    actor = as_actor(visit.person, "page")
    space = Space(visit.query["espace"]) if visit.query.get("espace") in set(Space) else Space.SMALL
    chosen = visit.query.get("statut", "")
    status = Status(chosen) if chosen in set(Status) else None
    asked, place = read_asked(visit.query), read_place(visit)
    found = list_dossiers(
        by=actor, space=space, status=status, wanted=asked.wanted, start=place.start
    )
    counters = load_counters(by=actor, now=business_now(), space=space)
    here = {"espace": space.value, "statut": status.value if status else ""}
    filtered = here | to_address(asked.wanted)
    return visit.show(
        "dossiers/list.html",
        status=422 if asked.problems else 200,
        tabs=make_tabs(space),
        counters=make_counters(counters, space, status),
        lines=make_lines(found),
        shown=translate(STATUSES[status]) if status else "",
        filter=show_filter(asked),
        here=here,
        filtered=filtered,
        chips=[
            {"text": text, "url": address(here | to_address(rest))}
            for text, rest in list_chips(asked.wanted)
        ],
        bare_url=address(here),
        previous_url=before(filtered, place),
        next_url=after(filtered, place, found.next),
        new_key=new_token(),
        **tell_extent(found, counters, status, asked.wanted, place.number),
    )


def tell_extent(
    found: DossierPage, counters: Counters, status: Status | None, wanted: Filter, number: int
) -> dict[str, object]:
    """How much of the list this is: counted where a counter knows, else what was looked at."""
    total = count(counters, status)
    place = translate(_("Page {number}/{all}"), number=number, all=max(1, -(-total // PAGE)))
    if wanted.keeps_all and wanted.order is not Order.COMMISSIONED:
        is_whole = wanted.order is Order.CHANGED
        return {"total": total, "place": place if is_whole else "", "looked_at": ""}
    looked_at = translate_plural(
        "{number} dossier affiché, sur les {read} parcourus ici.",
        "{number} dossiers affichés, sur les {read} parcourus ici.",
        len(found.lines),
        read=found.rows_read,
    )
    return {"total": 0, "place": "", "looked_at": looked_at}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list one is: the page's number, its cursor, and that of the page before."""

    number: int
    start: str | None
    before: str


def read_place(visit: Visit) -> Place:
    """The place that the address asks for; the first page otherwise."""
    start = visit.query.get("debut") or None
    number = visit.query.get("page", "")
    known = start is not None and number.isdecimal() and len(number) < 6
    return Place(int(number) if known else 1, start, visit.query.get("avant", ""))


def before(here: Mapping[str, str], place: Place) -> str:
    """The address of the page before; the first one when its cursor is not known."""
    if place.start is None:
        return ""
    if not place.before:
        return address(here)
    return address({**here, "debut": place.before, "page": str(place.number - 1)})


def after(here: Mapping[str, str], place: Place, following: str | None) -> str:
    """The address of the page after, empty on the last one."""
    if following is None:
        return ""
    number = str(place.number + 1)
    return address({**here, "debut": following, "page": number, "avant": place.start or ""})


def address(wanted: Mapping[str, str]) -> str:
    """The address of a list."""
    return "/dossiers?" + urlencode({name: text for name, text in wanted.items() if text})


def address_of(space: Space, status: Status | None = None) -> str:
    """The address of a space's list, of one status or of all."""
    return address({"espace": space.value, "statut": status.value if status else ""})


def make_tabs(space: Space) -> list[dict[str, object]]:
    """The two spaces."""
    return [
        {"label": translate(label), "url": address_of(one), "current": one is space}
        for one, label in SPACES.items()
    ]


def make_counters(
    counters: Counters, space: Space, current: Status | None
) -> list[dict[str, object]]:
    """The counters of each status as links to its list, then this month's and this year's."""
    by_status: list[dict[str, object]] = [
        {
            "label": translate(label),
            "number": counters.by_status[status],
            "url": address_of(space, None if status is current else status),
            "tone": TONES[status],
            "current": status is current,
        }
        for status, label in STATUSES.items()
    ]
    every = address_of(space)
    return [
        *by_status,
        {"label": translate(_("Envoyés ce mois-ci")), "number": counters.this_month, "url": every},
        {"label": translate(_("Envoyés cette année")), "number": counters.this_year, "url": every},
    ]


def count(counters: Counters, status: Status | None) -> int:
    """How many dossiers the list has in all."""
    return counters.by_status[status] if status else sum(counters.by_status.values())


def make_lines(found: DossierPage) -> list[dict[str, object]]:
    """The list's lines, with the columns of the guide."""
    return [
        {
            "head": head,
            "url": f"/dossiers/{head.dossier_id}",
            "name": f"{head.last_name} {head.first_name}".strip(),
            "phone": show_mobile(head.phone),
            "status": translate(label_status(head.status, head.operator)),
            "tone": TONES[head.status],
            "signed": bool(head.signed_at),
            "sent": head.submitted_at is not None,
        }
        for head in found.lines
    ]
