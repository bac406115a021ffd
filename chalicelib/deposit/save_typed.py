"""Save a step as a page sends it back, put together with what others stored meanwhile."""

from datetime import datetime

from chalicelib.audit.model import Actor
from chalicelib.aws.table import Table
from chalicelib.deposit.keep_typing import Kept
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.save_step import decide_saving, require_draft
from chalicelib.form.merge import Merged, Posted, merge_step
from chalicelib.form.steps import Step
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import require


def save_typed(
    dossier_id: str,
    step: Step,
    posted: Posted,
    *,
    by: Actor,
    table: Table | None = None,
    now: datetime | None = None,
) -> Kept:
    """Save a step with its journal event; what both sides changed stays as it was stored.

    The rest of what the page sent is saved all the same, and what was kept while it was typed
    enters the journal. Raises AlreadySent, FormTooLong, NotFound as usual.
    """
    require(by, Connection.EDIT_DRAFT)
    seen: list[tuple[Dossier, Merged]] = []

    def decide(dossier: Dossier, _now: datetime) -> Change | None:
        require_draft(dossier)
        before = dossier.values_of(step)
        merged = merge_step(step, posted, before)
        seen.append((dossier, merged))
        if merged.values == before and not dossier.head.typing:
            return None
        return decide_saving(dossier, step, merged.values, by)

    after = change_dossier(dossier_id, decide, by=by, table=table, now=now)
    before, merged = seen[-1]
    return Kept(before, after, merged)
