"""What of the agents' queue a page shows: pure, from what an address says.

The list (a lane, one reason, one agent's own) and the age are keys of the table; all else applies
within a bounded read (`list_queue`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import FINAL, Status
from chalicelib.reference.operators import OPERATORS
from chalicelib.refusals import FieldProblem
from chalicelib.words.translation import _

ANYBODY, MINE, NOBODY = "", "moi", "personne"
"""Who took a dossier, as the filter says it; anything else is an agent's id."""

AGES_DAYS = (1, 3, 7, 14, 30)
STEPS = tuple(status for status in Status if status not in FINAL and status is not Status.DRAFT)
LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue keeps; `older_days` is how long it has waited at least, 0 for any time."""

    operator: str = ""
    status: Status | None = None
    space: Space | None = None
    taken: str = ANYBODY
    older_days: int = 0

    @property
    def keeps_all(self) -> bool:
        """Say whether all that the key gives is kept: the age is in the key."""
        return not (self.operator or self.status or self.space or self.taken)


WHOLE_QUEUE = QueueFilter()
FIELDS = ("gestionnaire", "statut", "espace", "suivi", "attente")
"""The filter's fields as they stand in an address and in a batch."""

LABELS: Mapping[str, str] = {
    "gestionnaire": _("Gestionnaire de réseau"),
    "statut": _("Étape"),
    "espace": _("Espace"),
    "suivi": _("Suivi par"),
    "attente": _("En attente depuis"),
}


def read_queue_filter(
    texts: Mapping[str, str],
) -> tuple[QueueFilter, tuple[FieldProblem, ...]]:
    """Read a filter, and what is wrong with its fields; a wrong field keeps all."""
    choices: Mapping[str, tuple[str, ...]] = {
        "gestionnaire": tuple(OPERATORS),
        "statut": tuple(STEPS),
        "espace": tuple(Space),
        "attente": tuple(str(days) for days in AGES_DAYS),
    }
    told = {name: texts.get(name, "").strip() for name in FIELDS}
    wrong = [name for name, known in choices.items() if told[name] and told[name] not in known]
    told |= dict.fromkeys(wrong, "")
    found = QueueFilter(
        operator=told["gestionnaire"],
        status=Status(told["statut"]) if told["statut"] else None,
        space=Space(told["espace"]) if told["espace"] else None,
        taken=told["suivi"][:LONGEST_ID],
        older_days=int(told["attente"] or 0),
    )
    return found, tuple(_problem(name) for name in wrong)


def _problem(name: str) -> FieldProblem:
    words = _("{label} : choisissez une des réponses proposées.")
    return FieldProblem(name, "choice", words, {"label": LABELS[name]})


def write_queue_filter(wanted: QueueFilter) -> dict[str, str]:
    """Write a filter as its fields, those that say something alone."""
    texts = {
        "gestionnaire": wanted.operator,
        "statut": str(wanted.status or ""),
        "espace": str(wanted.space or ""),
        "suivi": wanted.taken,
        "attente": str(wanted.older_days or ""),
    }
    return {name: text for name, text in texts.items() if text}
