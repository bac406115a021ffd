"""The words of the desk: what the acts of a kind are called, what became of each case."""

from collections.abc import Mapping
from functools import cache

from chalicelib.cases.kind import IllegalMove
from chalicelib.cases.registry import kind_named
from chalicelib.desk.acts import acts_of
from chalicelib.desk.model import Outcome, Result
from chalicelib.desk.of_kind import desk_of
from chalicelib.desk.refusals import HandedOverMeanwhile, NothingToFollow, TakenByAnother
from chalicelib.policy.require import ConflictOfInterest
from chalicelib.refusals import (
    ChangedMeanwhile,
    InvalidCursor,
    InvalidFields,
    NotAllowed,
    NotFound,
    Refusal,
)
from chalicelib.web.tones import Tone
from chalicelib.words.translation import _, translate

RESULTS: Mapping[Result, tuple[str, Tone]] = {
    Result.DONE: (_("Fait"), "done"),
    Result.ALREADY: (_("Déjà ainsi"), "draft"),
    Result.REFUSED: (_("Impossible"), "stop"),
    Result.FAILED: (_("Non fait"), "stop"),
}

OUR_FAULT = _(
    "Une erreur de notre côté l’a empêché. Nous en sommes avertis : refaites-le plus tard, "
    "les autres dossiers sont traités."
)

OF_ALL: tuple[type[Refusal], ...] = (
    ChangedMeanwhile,
    ConflictOfInterest,
    HandedOverMeanwhile,
    IllegalMove,
    InvalidCursor,
    InvalidFields,
    NotAllowed,
    NotFound,
    NothingToFollow,
    TakenByAnother,
)
"""What an act on a case of any kind may meet."""


def list_acts(kind_name: str) -> list[tuple[str, str]]:
    """List the acts of a kind with their names, for a form."""
    acts = acts_of(desk_of(kind_named(kind_name)))
    return [(name, translate(act.words)) for name, act in acts.items()]


def tell_outcome(outcome: Outcome | None, kind_name: str) -> tuple[str, Tone, str]:
    """Put an outcome into words: its name, its tone, and why it was not possible."""
    if outcome is None:
        return translate(_("En attente")), "now", ""
    label, tone = RESULTS[outcome.result]
    if outcome.result is Result.FAILED:
        return translate(label), tone, translate(OUR_FAULT)
    return translate(label), tone, _tell_why(outcome, kind_name) if outcome.code else ""


def _tell_why(outcome: Outcome, kind_name: str) -> str:
    sentence = list_refused(kind_name).get(outcome.code, Refusal.message)
    return translate(sentence, **outcome.values)


@cache
def list_refused(kind_name: str) -> Mapping[str, str]:
    """List the sentence of each refusal that an act of a kind may meet, by its code."""
    desk = desk_of(kind_named(kind_name))
    own = desk.refusals.get() if desk.refusals else ()
    return {one.code: one.message for one in (*OF_ALL, *own)}
