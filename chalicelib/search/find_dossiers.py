"""Find dossiers by the beginning of a name, city, postcode, phone, PDL or reference number.

A firm's users search among their own: one query and one batch of heads. Agents search across
firms: one query a shard, at once, and one batch. Neither grows with the number of dossiers.
"""

from dataclasses import dataclass

from chalicelib.audit.model import Actor
from chalicelib.aws.ids import ALPHABET, REFERENCE_LENGTH, is_reference
from chalicelib.aws.table import Table, open_table
from chalicelib.cases.find_cases import find_of_all, find_of_owner
from chalicelib.cases.found_words import LONGEST_WORD
from chalicelib.dossiers.kind import DOSSIER
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.search_keys import dialled
from chalicelib.policy.connection import Connection
from chalicelib.policy.require import can, require
from chalicelib.reference.communes import fold

SHORTEST = 2
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
    typed = text.strip()[: 2 * LONGEST_WORD]
    if typed and set(typed) <= NUMBER_MARKS:
        return dialled(typed)
    letters = typed.upper().replace("-", "").replace(" ", "")
    if is_reference(letters) and set(letters) <= set(ALPHABET):
        half = (REFERENCE_LENGTH + 1) // 2
        return fold(f"{letters[:half]}-{letters[half:]}")
    return fold(typed)[:LONGEST_WORD]


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
        seen, is_cut = find_of_all(DOSSIER, wanted, by=by, table=table)
        return Found(seen, None, is_cut)
    seen, following = find_of_owner(
        DOSSIER, wanted, owner_id=by.firm_id, by=by, table=table, start=start
    )
    return Found(seen, following)
