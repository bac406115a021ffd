"""What lies in the uploads bucket and should not: announced to the checker again (R24, R44).

The bucket is empty when all is well, but for files that are pending or held. Whatever else has
lain there for ten minutes lost its event, or its checker died after the verdict.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote_plus

from chalicelib.aws.items import Delete
from chalicelib.aws.table import Table
from chalicelib.aws.versions import list_keys
from chalicelib.cases.files.keys import find_place
from chalicelib.cases.files.model import KEPT_AS_UPLOADED
from chalicelib.cases.files.rows import find_states
from chalicelib.rows.service import UPLOADS_CURSOR
from chalicelib.verdicts.limits import STRAY_AFTER_S, SWEEP_AFTER_S

PAGES: Final = 5
"""Pages of a thousand versions a sweep looks at; the next one goes on from there."""

SCANNERS_OWN: Final = "malware-protection-resource-validation-object"
"""GuardDuty puts this object to see that it may, and reads it again."""

type Send = Callable[[Sequence[Mapping[str, object]]], None]


def sweep_uploads(*, table: Table, uploads_bucket: str, send: Send, real: datetime) -> Counter[str]:
    """Announce the uploads that lie there without need, some thousands a time; count them.

    Files that are pending have their own sweep, held ones wait for a person. The checker
    decides what becomes of the others: a verdict, or removal.
    """
    done: Counter[str] = Counter()
    row = table.get(*UPLOADS_CURSOR.key())
    after = str(row["after"]) if row else ""
    for _ in range(PAGES):
        page = list_keys(uploads_bucket, after=after)
        lying = list(_list_lying(page.written_at, real, table))
        if lying:
            send([announce(uploads_bucket, key) for key in lying])
            done["left_behind"] += len(lying)
        after = page.next
        if not after:
            break
    _remember(after, table)
    return done


def announce(uploads_bucket: str, key: str) -> Mapping[str, object]:
    """Tell of a key as S3 itself would, without naming a version."""
    told = {"bucket": {"name": uploads_bucket}, "object": {"key": quote_plus(key)}}
    return {"Records": [{"s3": told}]}


def _list_lying(written_at: Mapping[str, datetime], real: datetime, table: Table) -> Iterable[str]:
    """List the keys that nobody will come back to by themselves."""
    lately, a_day_ago = (real - timedelta(seconds=one) for one in (SWEEP_AFTER_S, STRAY_AFTER_S))
    places = {key: find_place(key) for key, at in written_at.items() if at <= lately}
    asked = {key: (p.case_id, p.slot, p.document_id) for key, p in places.items() if p}
    states = find_states(asked.values(), table=table)
    for key in places:
        if key in asked:
            is_lying = states.get(asked[key]) not in KEPT_AS_UPLOADED
        else:
            is_lying = key != SCANNERS_OWN and written_at[key] <= a_day_ago
        if is_lying:
            yield key


def _remember(after: str, table: Table) -> None:
    if after:
        table.put({**UPLOADS_CURSOR.columns(), "after": after})
    else:
        table.write(Delete(*UPLOADS_CURSOR.key()))
