"""What the agents' queue shows: its lists with their counters, its filter, what may be ticked."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.accounts.acting import as_actor
from chalicelib.aws.clock import business_now
from chalicelib.aws.ids import new_token
from chalicelib.dossiers.agents_rows import OTHERS, US
from chalicelib.dossiers.attention import Reason
from chalicelib.dossiers.labels import REASONS
from chalicelib.dossiers.list_queue import (
    COUNTED,
    OWN,
    PAGE,
    AgentLine,
    QueuePage,
    count_queue,
    list_queue,
)
from chalicelib.dossiers.queue_filter import (
    AGES_DAYS,
    FIELDS,
    LABELS,
    MINE,
    NOBODY,
    STEPS,
    QueueFilter,
    read_queue_filter,
    write_queue_filter,
)
from chalicelib.dossiers.status_labels import SPACES, STATUSES, TONES, label_status
from chalicelib.reference.days import legal_day
from chalicelib.reference.operators import OPERATORS
from chalicelib.web.visit import Visit
from chalicelib.words.translation import _, translate, translate_plural

HOME = "/dossiers"

SLUGS: Mapping[str, str] = {
    US: "",
    OWN: "miens",
    OTHERS: "autres",
    Reason.TO_REVIEW: "a-relire",
    Reason.HELD_PIECE: "retenues",
    Reason.HELD_FILE: "fichiers-retenus",
    Reason.CONTRADICTION: "contradictions",
    Reason.UNREAD_MESSAGE: "messages",
    Reason.AMENDMENT: "modifications",
    Reason.CLIENT_QUESTION: "questions",
    Reason.REFUSED_REQUEST: "refusees",
    Reason.BY_HAND: "a-la-main",
    Reason.CONNECTOR_TROUBLE: "injoignables",
    Reason.FLAGGED: "codes-inconnus",
    Reason.LATE: "delais-depasses",
    Reason.MISSING_REFERENCE: "numeros-manquants",
    Reason.REPLANNED: "a-replanifier",
    Reason.UNSIGNED: "non-signees",
    Reason.CLIENT_ADDRESS: "adresses-remplacees",
}
"""The lists as their addresses name them in `file`, in the order in which they are shown."""

TABS: Mapping[str, str] = {
    US: _("Ce qui nous attend"),
    OWN: _("Mes dossiers"),
    OTHERS: _("Les autres dossiers ouverts"),
}
"""The lists that are not of one reason."""


def bucket_of(texts: Mapping[str, str]) -> str:
    """Give the list that an address or a form asks for; what waits for us when it names none."""
    by_slug = {slug: str(bucket) for bucket, slug in SLUGS.items()}
    return by_slug.get(texts.get("file", ""), US)


def name_bucket(bucket: str) -> str:
    """Name a list."""
    return translate(TABS.get(bucket) or REASONS[bucket])


def draw_queue(visit: Visit) -> Response:
    """Draw a page of one list of the queue; a wrong filter is told and left out."""
    actor, bucket = as_actor(visit.person, "page"), bucket_of(visit.query)
    wanted, problems = read_queue_filter(visit.query)
    start = visit.query.get("debut") or None
    now = business_now()
    found = list_queue(bucket, wanted, by=actor, now=now, start=start)
    counts = count_queue(SLUGS, by=actor)
    here = {"file": SLUGS[bucket], **write_queue_filter(wanted)}
    agents = list_choices()
    return visit.show(
        "dossiers/queue.html",
        status=422 if problems else 200,
        bucket=bucket,
        title=name_bucket(bucket),
        tabs=[make_counter(one, counts, bucket) for one in TABS],
        counters=[make_counter(one, counts, bucket) for one in SLUGS if one not in TABS],
        lines=[make_line(line, actor.person_id, now) for line in found.lines],
        looked_at="" if wanted.keeps_all else tell_looked_at(found),
        here=here,
        choices=make_choices(agents),
        chips=list_chips(wanted, SLUGS[bucket], dict(agents)),
        is_filtered=bool(write_queue_filter(wanted)),
        errors={
            one.field: translate(one.message, label=translate(LABELS[one.field]))
            for one in problems
        },
        bare_url=address({"file": SLUGS[bucket]}),
        previous_url=address(here) if start else "",
        next_url=address({**here, "debut": found.next}) if found.next else "",
        new_key=new_token(),
        page_size=PAGE,
    )


def address(texts: Mapping[str, str]) -> str:
    """The address of a list of the queue."""
    asked = urlencode({name: text for name, text in texts.items() if text})
    return f"{HOME}?{asked}" if asked else HOME


def make_counter(bucket: str, counts: Mapping[str, int], current: str) -> dict[str, object]:
    """A list as a link with its number, which stops at what a counter knows."""
    count = counts[bucket]
    return {
        "label": name_bucket(bucket),
        "url": address({"file": SLUGS[bucket]}),
        "number": f"{COUNTED}+" if count > COUNTED else str(count),
        "more": translate(_("plus de {number}"), number=str(COUNTED)) if count > COUNTED else "",
        "is_empty": count == 0,
        "current": bucket == current,
    }


def make_line(line: AgentLine, reader_id: str, now: datetime) -> dict[str, object]:
    """A dossier with its words."""
    days = max(0, (legal_day(now) - legal_day(line.since)).days)
    ago = translate_plural("Il y a {number} jour", "Il y a {number} jours", days)
    return {
        "line": line,
        "ago": ago if days else translate(_("Aujourd’hui")),
        "name": f"{line.last_name} {line.first_name}".strip() or translate(_("Sans nom")),
        "status": translate(label_status(line.status, line.operator)),
        "tone": TONES[line.status],
        "space": translate(SPACES[line.space]),
        "reasons": [translate(REASONS.get(reason, reason)) for reason in line.reasons],
        "holder": translate(_("Moi")) if line.taken_by == reader_id else line.taken_name,
    }


def tell_looked_at(found: QueuePage) -> str:
    """How much of the list a filter has looked at."""
    return translate_plural(
        "{number} dossier affiché, sur les {read} parcourus ici.",
        "{number} dossiers affichés, sur les {read} parcourus ici.",
        len(found.lines),
        read=found.rows_read,
    )


def list_choices() -> list[tuple[str, str]]:
    """Our agents, by id and name; who left is told so, for their dossiers may be left."""
    from chalicelib.accounts.staff import list_agents

    return [
        (one.user_id, translate(_("{name} (parti)"), name=one.name) if one.left_at else one.name)
        for one in list_agents()
    ]


def make_choices(agents: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The filter's answers, by field."""
    return {
        "gestionnaire": [(code, one.label) for code, one in OPERATORS.items()],
        "statut": [(str(one), translate(STATUSES[one])) for one in STEPS],
        "espace": [(str(one), translate(label)) for one, label in SPACES.items()],
        "suivi": [(MINE, translate(_("Moi"))), (NOBODY, translate(_("Personne"))), *agents],
        "attente": [(str(days), tell_age(days)) for days in AGES_DAYS],
    }


def tell_age(days: int) -> str:
    """A least age in words."""
    return translate_plural("Au moins {number} jour", "Au moins {number} jours", days)


def list_chips(wanted: QueueFilter, slug: str, agents: Mapping[str, str]) -> list[dict[str, str]]:
    """The parts of a filter in words, each with the address of the list without it."""
    texts = write_queue_filter(wanted)
    choices = {name: dict(pairs) for name, pairs in make_choices(list(agents.items())).items()}
    return [
        {
            "text": translate(
                _("{label} : {value}"),
                label=translate(LABELS[name]),
                value=choices[name].get(texts[name], texts[name]),
            ),
            "url": address({"file": slug, **texts, name: ""}),
        }
        for name in FIELDS
        if name in texts
    ]
