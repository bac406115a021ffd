"""List, search and count cases of a kind for who asks: a fixed number of calls, whatever there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from chalicelib.aws.table import Table, open_table
from chalicelib.case_api.of_kind import served_named
from chalicelib.cases.find_cases import find_of_all, find_of_owner
from chalicelib.cases.found_words import LONGEST_WORD, clean_words
from chalicelib.cases.kind import AnyKind
from chalicelib.cases.list_cases import PAGE, list_cases, list_waiting, read_counts
from chalicelib.cases.list_taken import list_taken, load_taken
from chalicelib.cases.load import is_seen, load_heads
from chalicelib.cases.taken import Taken
from chalicelib.desk.of_kind import desk_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.require import require
from chalicelib.refusals import FieldProblem, InvalidFields, NotFound
from chalicelib.words.translation import _

LONGEST_OWNER: Final = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of heads and the cursor of the next; `counts` are those of the whole list.

    `holders` are who looks after which case, by its id: for agents' lists alone.
    """

    heads: tuple[Any, ...]
    next: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    holders: Mapping[str, Taken] = field(default_factory=dict)
    is_cut: bool = False


def list_page(
    kind_name: str,
    *,
    by: Actor,
    owner_id: str = "",
    status: str = "",
    start: str | None = None,
    table: Table | None = None,
) -> Listed:
    """List a page of an owner's cases with the counters; `owner_id` for who has no list of their own.

    Raises NotAllowed, NotFound for another's list, InvalidFields without an owner or for a status
    that the kind does not have, InvalidCursor.
    """
    kind, served = served_named(kind_name)
    require(by, kind.see)
    own = served.owner_of(by)
    if own and owner_id not in {"", own}:
        raise NotFound
    owner = own or owner_id
    if not 0 < len(owner) <= LONGEST_OWNER:
        raise _wrong("owner", "missing", _("Indiquez à qui sont les dossiers à lister."))
    if status and status not in (known := kind.statuses.list_all()):
        raise _no_such("status", status, known)
    table = table or open_table()
    heads, following = list_cases(kind, owner, table=table, status=status, start=start)
    seen = _seen(kind, heads, by)
    shows_counts = served.counters and len(seen) == len(heads)
    counts = read_counts(owner, served.counters, table=table) if shows_counts else {}
    return Listed(seen, following, counts)


def list_reason(
    kind_name: str,
    reason: str,
    *,
    by: Actor,
    start: str | None = None,
    table: Table | None = None,
) -> Listed:
    """List what waits for agents for a reason, longest first; raises as `list_page`."""
    kind, served = served_named(kind_name)
    require(by, kind.see)
    if served.owner_of(by):
        raise NotFound
    if reason not in served.reasons:
        raise _no_such("reason", reason, served.reasons)
    table = table or open_table()
    heads, following = list_waiting(kind, reason, table=table, start=start)
    return _with_holders(kind, _seen(kind, heads, by), following, table)


def list_followed(
    kind_name: str, *, by: Actor, start: str | None = None, table: Table | None = None
) -> Listed:
    """List the cases of a kind that an agent looks after, longest theirs first.

    Raises NotAllowed, NotFound for a kind that has no API or no desk, InvalidCursor.
    """
    kind, _served = served_named(kind_name)
    require(by, desk_of(kind).follow)
    table = table or open_table()
    ids, following = list_taken(kind, by.person_id, table=table, most=PAGE, start=start)
    heads = load_heads(kind, ids, table=table)
    seen = _seen(kind, [heads[one] for one in ids if one in heads], by)
    return _with_holders(kind, seen, following, table)


def _with_holders(
    kind: AnyKind, heads: tuple[Any, ...], following: str | None, table: Table
) -> Listed:
    ids = [one.case_id for one in heads] if kind.desk else []
    return Listed(heads, following, holders=load_taken(ids, table=table))


def search(
    kind_name: str,
    word: str,
    *,
    by: Actor,
    start: str | None = None,
    table: Table | None = None,
) -> Listed:
    """Find cases by the beginning of a word: one's own, or everybody's for who has no list of their own.

    Raises NotAllowed, InvalidFields for a word that is none, InvalidCursor.
    """
    kind, served = served_named(kind_name)
    require(by, kind.see)
    cleaned = clean_words((word,)) if len(word) <= LONGEST_WORD else ()
    if not cleaned:
        message = _("Cherchez un mot de 1 à {most} caractères.")
        raise InvalidFields((FieldProblem("word", "length", message, {"most": LONGEST_WORD}),))
    (wanted,), table, owner = cleaned, table or open_table(), served.owner_of(by)
    if owner:
        heads, following = find_of_owner(
            kind, wanted, owner_id=owner, by=by, table=table, start=start
        )
        return Listed(heads, following)
    heads, is_cut = find_of_all(kind, wanted, by=by, table=table)
    return Listed(heads, is_cut=is_cut)


def _seen(kind: AnyKind, heads: Iterable[Any], by: Actor) -> tuple[Any, ...]:
    return tuple(one for one in heads if is_seen(kind, by, one))


def _no_such(field_name: str, value: str, known: Iterable[str]) -> InvalidFields:
    message = _("« {value} » n’est pas une valeur possible : {known}.")
    values = {"value": value[:LONGEST_WORD], "known": ", ".join(known)}
    return InvalidFields((FieldProblem(field_name, "enum", message, values),))


def _wrong(field_name: str, code: str, message: str) -> InvalidFields:
    return InvalidFields((FieldProblem(field_name, code, message),))
