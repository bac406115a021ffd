"""By which words a case is found: rows written with it, in the transaction of every change.

By kind, one partition an owner answers its users in one query; the work index, in a few shards,
answers agents across owners.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from chalicelib.aws.items import Delete, Operation, Put
from chalicelib.aws.table import Page, Table
from chalicelib.cases.kind import Projection
from chalicelib.cases.model import CaseChange, CaseLike
from chalicelib.reference.communes import fold
from chalicelib.rows.leads import FOUND_BY_OWNER
from chalicelib.rows.listings import FOUND_BY_AGENTS

LONGEST_WORD: Final = 60


def clean_words(words: Iterable[str]) -> tuple[str, ...]:
    """Write words as they are compared: folded, cut, each once, no empty one."""
    folded = (fold(one)[:LONGEST_WORD].strip() for one in words)
    return tuple(dict.fromkeys(one for one in folded if one))


def update_words(
    kind_name: str,
    owner_id: str,
    case_id: str,
    known: Iterable[str],
    wanted: Iterable[str],
    *,
    for_agents: bool = True,
    anew: bool = False,
) -> tuple[Operation, ...]:
    """Write the operations that make the words of a case those wanted, all of them `anew` if asked."""
    before, after = set(known), set(wanted)
    gone = sorted(before - after)
    fresh = sorted(after if anew else after - before)
    return (
        *(Delete(*FOUND_BY_OWNER.key(kind_name, owner_id, one, case_id)) for one in gone),
        *(Put(_row(kind_name, owner_id, case_id, one, for_agents=for_agents)) for one in fresh),
    )


def project_words[C: CaseLike](
    kind_name: str, owner_of: Callable[[Any], str], words_of: Callable[[C], Iterable[str]]
) -> Projection[C, Any]:
    """Keep the words that the cases of a kind are found by, by their owner and by agents."""

    def project(
        before: C | None, after: C, _change: CaseChange, _now: datetime
    ) -> Iterable[Operation]:
        known = clean_words(words_of(before)) if before else ()
        head, wanted = after.head, clean_words(words_of(after))
        return update_words(kind_name, owner_of(head), head.case_id, known, wanted)

    return project


def list_found_by_owner(
    table: Table, kind_name: str, owner_id: str, beginning: str, *, start: str | None, most: int
) -> Page:
    """List a page of an owner's words that begin so; ValueError for a cursor of another list."""
    pk = FOUND_BY_OWNER.pk(kind_name, owner_id)
    return table.query(pk, prefix=beginning, limit=most, start=start)


def list_found_in_shard(
    table: Table, kind_name: str, shard: int, beginning: str, *, most: int
) -> Page:
    """List the first words of a shard that begin so, of the cases of a kind that agents may see."""
    listing = FOUND_BY_AGENTS
    pk = listing.pk(kind_name, shard)
    return table.query(pk, index=listing.index_name, prefix=beginning, limit=most)


def place_of_word(row: Mapping[str, Any]) -> str:
    """Give what the words that agents find are ordered by."""
    return str(row[FOUND_BY_AGENTS.columns[1]])


def _row(
    kind_name: str, owner_id: str, case_id: str, word: str, *, for_agents: bool
) -> dict[str, str]:
    row = {**FOUND_BY_OWNER.columns(kind_name, owner_id, word, case_id), "case_id": case_id}
    if for_agents:
        place = FOUND_BY_AGENTS.place(word, case_id)
        row |= FOUND_BY_AGENTS.shard_entry(kind_name, of=case_id, at=place)
    return row
