"""A case whose person is erased stands still: no act on it is possible any more."""

from typing import Any

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class CaseErased(Refusal):
    """The person of the case is erased: what is left counts, and says when things were."""

    code = "case-erased"
    status = 409
    message = _(
        "Les données de ce dossier sont effacées : il ne peut plus changer. Son journal reste lisible."
    )


def is_erased(case: Any) -> bool:
    """Say whether the person of a case is erased; a kind without a person's data never says so."""
    return getattr(case.head, "erased_at", None) is not None


def require_kept(case: Any) -> None:
    """Refuse whatever would change a case whose person is erased."""
    if is_erased(case):
        raise CaseErased
