"""What agents may do to many cases of a kind: to follow them, and the acts that the kind declares."""

from collections.abc import Mapping
from typing import Final

from chalicelib.cases.kind import Later
from chalicelib.cases.load import require_shape
from chalicelib.desk.of_kind import Act, Desk, Need, Order, desk_of
from chalicelib.policy.require import require
from chalicelib.refusals import NotFound
from chalicelib.words.translation import _

TAKE: Final = "take"
HAND_OVER: Final = "hand_over"
RELEASE: Final = "release"


def acts_of(desk: Desk) -> Mapping[str, Act]:
    """List the acts of a kind by name, in the order in which they are offered."""
    return {
        TAKE: Act(
            _("Prendre en charge"),
            _(
                "Vous apparaîtrez comme la personne qui suit ces dossiers. Ceux qu’un collègue suit "
                "déjà restent à lui, et le compte rendu le dira."
            ),
            desk.follow,
            Later("chalicelib.desk.take:take_ordered"),
        ),
        HAND_OVER: Act(
            _("Transmettre à un collègue"),
            _(
                "Le collègue choisi suivra ces dossiers, quelle que soit la personne qui les suit. "
                "Ils apparaîtront dans « Mes dossiers » chez lui, avec votre mot."
            ),
            desk.follow,
            Later("chalicelib.desk.hand_over:hand_over_ordered"),
            frozenset({Need.COLLEAGUE, Need.NOTE}),
        ),
        RELEASE: Act(
            _("Rendre à la file"),
            _("Plus personne ne suivra ces dossiers. Seuls les vôtres peuvent être rendus."),
            desk.follow,
            Later("chalicelib.desk.take:release_ordered"),
        ),
        **desk.acts,
    }


def find_act(desk: Desk, name: str) -> Act:
    """Find an act of a kind by its name; NotFound for one that it does not declare."""
    found = acts_of(desk).get(name)
    if found is None:
        raise NotFound
    return found


def carry_out(order: Order) -> bool:
    """Do it, and say whether it was this that did it: False when there was nothing to do.

    Raises the refusals of the act; NotFound for a case of another kind.
    """
    require_shape(order.kind, order.case_id)
    act = find_act(desk_of(order.kind), order.batch.act)
    require(order.by, act.allow)
    after = act.do.get()(order)
    return after is not None and after.head.last_operation == order.operation_id
