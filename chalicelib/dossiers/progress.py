"""Where a dossier stands on its way: what is done, what is awaited, of whom, since and until when.

Pure: from the dossier to what its page, the API and the mails show. Who acts at each stage is
the guide MySmartBattery's; the dates until which something may be awaited are those of the
plan's due rows, with the text they rest on, and none is shown where no text gives one. While the
dossier waits for a piece its clock is suspended: the stage that the piece belongs to says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.aws.clock import business_now
from chalicelib.cases.process import after_acts, shown, told_with, turns, words_of
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier, PieceState
from chalicelib.dossiers.party import Party
from chalicelib.dossiers.pieces import LACKING, UNDECIDED, latest_pieces, list_lacking
from chalicelib.dossiers.process import PROCESS
from chalicelib.dossiers.signing import has_declined, is_left_unsigned
from chalicelib.dossiers.statuses import Status
from chalicelib.dossiers.until import Until, find_until
from chalicelib.dossiers.waits import Suspended, count_waited, current_wait, find_suspension
from chalicelib.words.translation import _


class State(StrEnum):
    """Where a stage stands: reached, awaited now, or still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way. `at` is when it was reached; the rest speaks of an awaited one."""

    milestone: Milestone
    label: str
    state: State
    party: Party
    at: datetime | None = None
    task: str = ""
    since: datetime | None = None
    until: Until | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """A dossier's way, stage by stage. `now` are the awaited stages, several in parallel.

    `waits_for` is the stage whose piece the whole dossier waits for, while `suspended`.
    """

    stages: tuple[Stage, ...]
    done: int
    stopped_at: datetime | None = None
    suspended: Suspended | None = None
    days_waited: int = 0

    @property
    def waits_for(self) -> Milestone | None:
        """The awaited stage that the piece belongs to, while the clock stands still."""
        if self.suspended is None:
            return None
        now = [stage.milestone for stage in self.now]
        return next((one for one in OF_PIECES if one in now), None)

    @property
    def now(self) -> tuple[Stage, ...]:
        """The stages that are awaited."""
        return tuple(stage for stage in self.stages if stage.state is State.NOW)

    @property
    def next(self) -> Stage | None:
        """The first stage that comes after the awaited ones."""
        return next((stage for stage in self.stages if stage.state is State.LATER), None)


LABELS: Mapping[Milestone, str] = {
    Milestone(one): words.label for one, words in words_of(PROCESS).items()
}
"""The stages that are shown, in their order."""

AFTER: Mapping[Milestone, tuple[Milestone, ...]] = {
    Milestone(one): tuple(map(Milestone, before)) for one, before in shown(PROCESS).items()
}
"""What must be reached before a stage is awaited; the tracks in between run in parallel."""

ALWAYS = turns(PROCESS)
"""Who acts at the stages where it is always the same, and what they do."""

OF_PIECES = tuple(Milestone(node.milestone) for node in PROCESS.nodes if node.holds_pause)
"""The stages that are about pieces."""

OURS = after_acts(PROCESS)
"""What the platform does, and never while it waits for a piece."""

CONSUEL_SLOT = "consuel"
IN_CHECK = {PieceState.PENDING, PieceState.HELD, PieceState.READABLE}
"""States in which we have to act: by the check of the format, or by an agent who reads."""


def follow_progress(dossier: Dossier, now: datetime | None = None) -> Progress:
    """The dossier's way as it stands at a business instant; one that never waited needs none."""
    head = dossier.head
    now = now or (business_now() if head.waits else head.updated_at)
    reached = reached_stages(dossier)
    stopped = head.closed_at if head.status is Status.CANCELLED else None
    stages = tuple(make_stage(dossier, milestone, reached, stopped, now) for milestone in LABELS)
    return Progress(
        stages,
        sum(stage.state is State.DONE for stage in stages),
        stopped,
        find_suspension(head.waits, now, head.postcode),
        count_waited(head.waits, now, head.postcode),
    )


def reached_stages(dossier: Dossier) -> Mapping[Milestone, datetime]:
    """The stages reached; one that an operator never told is reached with the one after it."""
    reached = {name: found.at for name, found in dossier.head.milestones.items()}
    untold = {Milestone(one): Milestone(by) for one, by in told_with(PROCESS).items()}
    return {one: reached[by] for one, by in untold.items() if by in reached} | reached


def make_stage(
    dossier: Dossier,
    milestone: Milestone,
    reached: Mapping[Milestone, datetime],
    stopped: datetime | None,
    now: datetime,
) -> Stage:
    """One stage as it stands."""
    label, before = LABELS[milestone], AFTER[milestone]
    party, task = whose_turn(dossier, milestone)
    asked = asked_again(dossier, milestone)
    if milestone in reached and not asked:
        return Stage(milestone, label, State.DONE, party, at=reached[milestone])
    held_back = milestone in OURS and dossier.head.status is Status.AWAITING_PIECE
    if stopped or held_back or not all(one in reached for one in before):
        return Stage(milestone, label, State.LATER, party)
    since = asked or max((reached[one] for one in before), default=dossier.head.created_at)
    until = find_until(dossier, milestone, now)
    return Stage(milestone, label, State.NOW, party, task=task, since=since, until=until)


def asked_again(dossier: Dossier, milestone: Milestone) -> datetime | None:
    """Since when a piece is awaited of a dossier whose pieces were complete already.

    A Consuel that alone is to be replaced is awaited at its own stage.
    """
    if milestone is not Milestone.PIECES_COMPLETE:
        return None
    if dossier.head.status is not Status.AWAITING_PIECE:
        return None
    undecided = [one for one in latest_pieces(dossier).values() if one.state in UNDECIDED]
    own_stage = Milestone.CONSUEL_ACCEPTED not in dossier.head.milestones
    if undecided and own_stage and all(one.slot == CONSUEL_SLOT for one in undecided):
        return None
    wait = current_wait(dossier.head.waits)
    if wait is not None:
        return wait.since
    asked = [piece.decided_at or piece.created_at for piece in list_lacking(dossier)]
    return max(asked, default=dossier.head.updated_at)


def whose_turn(dossier: Dossier, milestone: Milestone) -> tuple[Party, str]:
    """Who acts to reach a stage, and what they have to do."""
    if milestone in ALWAYS:
        party, task = ALWAYS[milestone]
        return Party(party), task
    return DECIDED[milestone](dossier)


def sign(dossier: Dossier) -> tuple[Party, str]:
    """The client signs; the installer helps a client who cannot be reached, or does not sign."""
    if dossier.head.client_unreachable:
        return Party.INSTALLER, _(
            "Corriger l’adresse e-mail du client : le lien de souscription ne lui parvient pas."
        )
    if has_declined(dossier):
        return Party.INSTALLER, _(
            "Le client ne souhaite pas souscrire : renvoyez-lui le lien, ou annulez le dossier."
        )
    if is_left_unsigned(dossier):
        return Party.INSTALLER, _(
            "Le client n’a pas signé après trois rappels : vérifiez son adresse, renvoyez-lui le lien."
        )
    return Party.CLIENT, _("Signer la souscription par le lien reçu par e-mail.")


def complete_pieces(dossier: Dossier) -> tuple[Party, str]:
    """The installer hands in what is asked for; the rest is being checked by us."""
    latest = latest_pieces(dossier).values()
    others = [one for one in latest if one.slot != CONSUEL_SLOT or one.state in LACKING]
    if any(piece.state in LACKING for piece in others):
        return Party.INSTALLER, _("Déposer les pièces demandées ou refusées.")
    if any(piece.state in IN_CHECK for piece in others):
        return Party.US, _("Vérifier les pièces déposées.")
    return Party.INSTALLER, _("Déposer les pièces qui manquent.")


def hand_in_consuel(dossier: Dossier) -> tuple[Party, str]:
    """The Consuel's attestation is stamped by the Consuel and handed in by the installer."""
    states = {piece.state for piece in dossier.pieces_of(CONSUEL_SLOT)}
    if states & IN_CHECK:
        return Party.US, _("Vérifier l’attestation du Consuel.")
    if states & LACKING:
        return Party.INSTALLER, _("Déposer l’attestation du Consuel.")
    return Party.CONSUEL, _("Viser l’attestation ; l’installateur la dépose ensuite ici.")


def instruct(dossier: Dossier) -> tuple[Party, str]:
    """The operator instructs the request, unless it awaits a piece."""
    request = dossier.current_request()
    if request is not None and request.awaited_piece:
        return Party.INSTALLER, _("Déposer la pièce que le gestionnaire de réseau demande.")
    return Party.OPERATOR, _("Instruire la demande de raccordement.")


DECIDED: Mapping[Milestone, Callable[[Dossier], tuple[Party, str]]] = {
    Milestone.SUBSCRIPTION_SIGNED: sign,
    Milestone.PIECES_COMPLETE: complete_pieces,
    Milestone.CONSUEL_ACCEPTED: hand_in_consuel,
    Milestone.REQUEST_QUALIFIED: instruct,
    Milestone.REQUEST_VALIDATED: instruct,
}
"""Whose turn it is at the stages where the dossier itself decides."""
