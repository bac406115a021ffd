"""Find dossiers by the beginning of a name, city, postcode, phone, PDL or reference number.

A firm's users search among their own: one query and one batch of heads. Agents search across
firms: one query a shard, at once, and one batch. Neither grows with the number of dossiers.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from chalicelib.audit.model import Actor
from chalicelib.aws.ids import ALPHABET, REFERENCE_LENGTH, is_reference
from chalicelib.aws.table import Page, Table, open_table
from chalicelib.dossiers.load_heads import load_heads
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.search_keys import (
    LONGEST_KEY,
    SHARDS,
    dialled,
    list_found_in_firm,
    list_found_in_shard,
    place_of_word,
)
from chalicelib.dossiers.sight import may_see
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can, require
from chalicelib.reference.communes import fold
from chalicelib.refusals import InvalidCursor

SHORTEST = 2
PAGE = 25
NUMBER_MARKS = frozenset("0123456789 .-/+()")


@dataclass(frozen=True, slots=True)
class Found:
    """The dossiers that a search found, and what to ask for more with.

    `is_cut` says that there are more than can be shown: the question must be made narrower.
    """

    heads: tuple[Head, ...]
    next: str | None = None
    is_cut: bool = False


def read_query(text: str) -> str:
    """Read what was typed as it is looked for: accents, case, blanks and dots do not count."""
    typed = text.strip()[: 2 * LONGEST_KEY]
    if typed and set(typed) <= NUMBER_MARKS:
        return dialled(typed)
    letters = typed.upper().replace("-", "").replace(" ", "")
    if is_reference(letters) and set(letters) <= set(ALPHABET):
        half = (REFERENCE_LENGTH + 1) // 2
        return fold(f"{letters[:half]}-{letters[half:]}")
    return fold(typed)[:LONGEST_KEY]


def find_dossiers(
    text: str, *, by: Actor, start: str | None = None, table: Table | None = None
) -> Found:
    """Find what an installer or an agent asks for; nothing for less than two characters.

    Raises NotAllowed for anybody else, InvalidCursor for a cursor of another question.
    """
    require(by, Connection.SEARCH)
    wanted, table = read_query(text), table or open_table()
    if len(wanted) < SHORTEST:
        return Found(())
    if can(by, Connection.SEARCH_ALL):
        (ids, is_cut), following = _ask_shards(table, wanted), None
    else:
        page = _ask_firm(table, by.firm_id, wanted, start)
        ids, following, is_cut = _ids_of(page.items), page.next, False
    heads = load_heads(ids, table=table)
    seen = tuple(heads[one] for one in ids if one in heads and may_see(by, heads[one]))
    return Found(seen, following, is_cut)


def _ask_firm(table: Table, firm_id: str, wanted: str, start: str | None) -> Page:
    try:
        return list_found_in_firm(table, firm_id, wanted, start=start, most=PAGE)
    except ValueError as error:
        raise InvalidCursor from error


def _ask_shards(table: Table, wanted: str) -> tuple[list[str], bool]:
    """Ask every shard at once; the first of all of them, in the order of their words."""

    def ask(shard: int) -> Page:
        return list_found_in_shard(table, shard, wanted, most=PAGE)

    with ThreadPoolExecutor(SHARDS) as pool:
        pages = list(pool.map(ask, range(SHARDS)))
    items = sorted((item for page in pages for item in page.items), key=place_of_word)
    ids = _ids_of(items)
    is_cut = len(ids) > PAGE or any(page.next for page in pages)
    return ids[:PAGE], is_cut


def _ids_of(items: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(item["dossier_id"] for item in items))
