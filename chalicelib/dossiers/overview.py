"""What a dossier's page shows of its way: whose turn it is, and the line of its stages."""

from collections.abc import Mapping

from chalicelib.accounts.model import Role
from chalicelib.dossiers.labels import PARTIES, PIECE_STATES, REQUEST_STATES
from chalicelib.dossiers.model import Dossier
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.pieces import latest_pieces
from chalicelib.dossiers.progress import Progress, Stage, State
from chalicelib.dossiers.waits import Asker, Suspended
from chalicelib.reference.operators import OPERATORS
from chalicelib.words import formats
from chalicelib.words.translation import _, translate, translate_plural

type Shown = dict[str, object]

TURNS: Mapping[Party, str] = {
    Party.INSTALLER: _("C’est à l’installateur"),
    Party.CLIENT: _("C’est au client"),
    Party.US: _("C’est à nos équipes"),
    Party.OPERATOR: _("C’est à {operator}"),
    Party.CONSUEL: _("C’est au Consuel"),
}

VIEWERS: Mapping[Role, Party] = {
    Role.INSTALLER: Party.INSTALLER,
    Role.CLIENT: Party.CLIENT,
    Role.AGENT: Party.US,
}
"""Which party each role is, so that its own turn is told first."""

MUST_ACT = {Party.INSTALLER, Party.CLIENT, Party.CONSUEL}


def name_party(party: Party, operator: str) -> str:
    """Whose turn it is, the operator by its own name."""
    known = OPERATORS.get(operator)
    return known.label if party is Party.OPERATOR and known else translate(PARTIES[party])


def show_turns(progress: Progress, operator: str, viewer: Party) -> list[Shown]:
    """The awaited stages, the viewer's own first: who acts, what they do, since and until when."""
    ordered = sorted(progress.now, key=lambda stage: stage.party is not viewer)
    return [
        {
            "title": title_turn(stage.party, operator, viewer),
            "text": show_task(stage, progress),
            "tone": "wait" if stage.party in MUST_ACT else "now",
            "since": formats.in_words(stage.since),
            "until": show_until(stage),
        }
        for stage in ordered
    ]


def show_task(stage: Stage, progress: Progress) -> str:
    """What is to be done; where the dossier waits for it, that its clock stands still meanwhile."""
    task, suspended = translate(stage.task), progress.suspended
    if suspended is None or stage.milestone is not progress.waits_for:
        return task
    return f"{task} {tell_suspension(suspended)}"


SUSPENSIONS: Mapping[Asker, str] = {
    Asker.US: _("Le dossier attend : son délai de traitement est suspendu depuis le {day}"),
    Asker.OPERATOR: _(
        "Le dossier attend : le délai du gestionnaire de réseau est suspendu depuis le {day}"
    ),
}
"""What stands still, by who asked for the piece."""


def tell_suspension(suspended: Suspended) -> str:
    """Tell what stands still, since when, for how many days, and in all where it did before."""
    told = translate(SUSPENSIONS[suspended.asker], day=formats.in_words(suspended.since))
    if not suspended.days_in_all:
        return translate(_("{told}."), told=told)
    days = translate_plural("{number} jour", "{number} jours", suspended.days)
    if suspended.days_in_all == suspended.days:
        return translate(_("{told} ({days})."), told=told, days=days)
    in_all = translate_plural("{number} jour", "{number} jours", suspended.days_in_all)
    return translate(_("{told} ({days}, {in_all} en tout)."), told=told, days=days, in_all=in_all)


def title_turn(party: Party, operator: str, viewer: Party) -> str:
    """Whose turn it is, told to the viewer."""
    if party is viewer:
        return translate(_("C’est à vous"))
    return translate(TURNS[party], operator=name_party(Party.OPERATOR, operator))


def show_until(stage: Stage) -> str:
    """The date until which a stage may be awaited, with what it rests on."""
    if stage.until is None:
        return ""
    day, why = formats.in_words(stage.until.on), translate(stage.until.why)
    if not stage.until.suspended_days:
        return translate(_("{day} ({why})"), day=day, why=why)
    moved = translate_plural(
        "reporté de {number} jour d’attente de pièce",
        "reporté de {number} jours d’attente de pièce",
        stage.until.suspended_days,
    )
    return translate(_("{day} ({why}, {moved})"), day=day, why=why, moved=moved)


def show_line(progress: Progress, operator: str) -> list[Shown]:
    """The stages for the timeline: done, now, next."""
    line = [show_stage(stage, operator) for stage in progress.stages]
    if progress.stopped_at:
        when = formats.in_words(progress.stopped_at)
        line.append({"label": translate(_("Dossier annulé")), "state": "stop", "when": when})
    return line


def show_stage(stage: Stage, operator: str) -> Shown:
    """One stage for the timeline."""
    shown: Shown = {"label": translate(stage.label), "who": name_party(stage.party, operator)}
    match stage.state:
        case State.DONE:
            return shown | {"state": "done", "when": formats.in_words(stage.at), "who": ""}
        case State.LATER:
            return shown | {"state": "next"}
        case State.NOW:
            since = translate(_("depuis le {day}"), day=formats.in_words(stage.since))
            tone = "wait" if stage.party in MUST_ACT else "now"
            return shown | {"state": tone, "when": since}


def show_pieces(dossier: Dossier) -> list[Shown]:
    """The piece that counts in each slot, with its state in words."""
    return [
        {
            "piece": piece,
            "state": translate(PIECE_STATES[piece.state][0]),
            "tone": PIECE_STATES[piece.state][1],
        }
        for piece in latest_pieces(dossier).values()
    ]


def show_requests(dossier: Dossier) -> list[Shown]:
    """The connection requests, latest first."""
    return [
        {
            "request": request,
            "operator": name_party(Party.OPERATOR, request.operator),
            "state": translate(REQUEST_STATES[request.state][0]),
            "tone": REQUEST_STATES[request.state][1],
        }
        for request in reversed(dossier.requests)
    ]
