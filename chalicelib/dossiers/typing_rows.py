"""How what is typed into a draft is kept: one conditional write of the dossier's head."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from chalicelib.aws.items import Update
from chalicelib.dossiers.drafting import Typed
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.rows.cases import HEAD


def update_typing(head: Head, typing: Mapping[str, Typed]) -> Update:
    """Write the operation that keeps what was typed into a draft.

    The version moves with it: whoever read the head before reads it again.
    """
    return Update(
        *HEAD.key(head.dossier_id),
        set={
            "typing": msgspec.to_builtins(typing, builtin_types=(Decimal,)),
            "version": head.version + 1,
        },
        expect={"version": head.version, "status": str(Status.DRAFT)},
    )
