"""Find cases of a kind by the beginning of a word, at a cost that does not grow with them.

An owner's users search among their own: one query and one batch of heads. Agents search across
owners: one query a shard, at once, and one batch.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib.aws.table import Page, Table
from chalicelib.cases.found_words import list_found_by_owner, list_found_in_shard, place_of_word
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.load import load_heads
from chalicelib.policy.actors import Actor
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed
from chalicelib.policy.require import asker_of
from chalicelib.refusals import InvalidCursor
from chalicelib.rows.listings import FOUND_BY_AGENTS

PAGE = 25


def find_of_owner(
    kind: AnyKind, word: str, *, owner_id: str, by: Actor, table: Table, start: str | None = None
) -> tuple[tuple[Any, ...], str | None]:
    """Find an owner's cases by the beginning of a word: their heads, and the next cursor.

    Raises InvalidCursor for a cursor of another question.
    """
    try:
        page = list_found_by_owner(table, kind.name, owner_id, word, start=start, most=PAGE)
    except ValueError as error:
        raise InvalidCursor from error
    return _load_seen(kind, _ids_of(page.items), by, table), page.next


def find_of_all(
    kind: AnyKind, word: str, *, by: Actor, table: Table
) -> tuple[tuple[Any, ...], bool]:
    """Find cases of all owners, the first in the order of their words, and whether there are more."""

    def ask(shard: int) -> Page:
        return list_found_in_shard(table, kind.name, shard, word, most=PAGE)

    shards = FOUND_BY_AGENTS.shards
    with ThreadPoolExecutor(shards) as pool:
        pages = list(pool.map(ask, range(shards)))
    items = sorted((item for page in pages for item in page.items), key=place_of_word)
    ids = _ids_of(items)
    is_cut = len(ids) > PAGE or any(page.next for page in pages)
    return _load_seen(kind, ids[:PAGE], by, table), is_cut


def _ids_of(items: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(item["case_id"] for item in items))


def _load_seen(kind: AnyKind, ids: Sequence[str], by: Actor, table: Table) -> tuple[Any, ...]:
    heads = load_heads(kind, ids, table=table)
    asker = asker_of(by)
    return tuple(
        heads[one]
        for one in ids
        if one in heads and isinstance(may(asker, kind.see, kind.facts(heads[one])), Allowed)
    )
