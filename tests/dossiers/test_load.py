"""Loading a dossier: an id that cannot be ours costs no call."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from chalicelib.audit.model import platform
from chalicelib.aws.table import Table
from chalicelib.dossiers.load import load_dossier, load_head, read_journal
from chalicelib.refusals import NotFound


@pytest.mark.parametrize("load", [load_dossier, load_head, read_journal])
def test_an_id_longer_than_any_of_ours_is_not_found_and_not_looked_for(
    load: Callable[..., Any],
) -> None:
    nobody = cast(Table, object())
    with pytest.raises(NotFound):
        load("a" * 3000, seen_by=platform("queue"), table=nobody)
