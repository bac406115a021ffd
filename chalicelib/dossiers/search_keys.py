"""By which words a dossier is found: rows written with it, in the transaction of every change.

One partition a firm answers its users in one query; the work index, in a few shards, answers
agents across firms. All the words stand in the head, those of the form too, so that what is no
longer true is removed even when the form behind it is gone.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from chalicelib.aws.items import Delete, Operation, Put
from chalicelib.aws.table import Page, Table
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.form.values import Form
from chalicelib.reference.communes import fold
from chalicelib.rows.leads import FOUND_BY_FIRM
from chalicelib.rows.listings import FOUND_BY_AGENTS

SHARDS: Final = 4
LONGEST_KEY: Final = 60


def shard_of(dossier_id: str) -> int:
    """Give the shard of a dossier."""
    return hashlib.sha256(dossier_id.encode()).digest()[0] % SHARDS


def form_words_of(form: Form) -> tuple[str, ...]:
    """Give the words that a dossier's form adds to those of its head: the company and the PDL."""
    company = form.get("client", {}).get("company_name")
    pdl = form.get("electricity", {}).get("pdl")
    return _clean(one for one in (company, pdl) if isinstance(one, str))


def search_keys_of(head: Head) -> tuple[str, ...]:
    """List the words a dossier is found by: a draft's name; once sent, all of them.

    Name and first name in both orders, the company, the city, the postcode, the phone as it is
    dialled in France, the PDL, the reference number. At most nine.
    """
    if head.erased_at:
        return ()
    name = f"{head.last_name} {head.first_name}"
    if head.status is Status.DRAFT:
        return _clean((name,))
    last_words = fold(head.last_name).split()
    return _clean(
        (
            name,
            f"{head.first_name} {head.last_name}",
            " ".join(last_words[1:]),
            head.city,
            head.postcode,
            dialled(head.phone),
            head.reference,
            *head.form_words,
        )
    )


def _clean(words: Iterable[str]) -> tuple[str, ...]:
    folded = (fold(one)[:LONGEST_KEY].strip() for one in words)
    return tuple(dict.fromkeys(one for one in folded if one))


def dialled(phone: str) -> str:
    """Write a number as it is dialled in France: `+33612345678` is `0612345678`."""
    digits = "".join(one for one in phone if one in "0123456789+")
    for abroad in ("+33", "0033"):
        if digits.startswith(abroad):
            return "0" + digits.removeprefix(abroad).removeprefix("0")
    return digits.removeprefix("+")


def update_search_rows(new: Head, old: Head | None) -> tuple[Operation, ...]:
    """Write the operations that keep a dossier's words true across a change; none mostly."""
    known = set(search_keys_of(old)) if old else set()
    firm_id, wanted = new.firm_id, set(search_keys_of(new))
    sent = new.status is not Status.DRAFT
    was_sent = old is not None and old.status is not Status.DRAFT
    gone = (FOUND_BY_FIRM.key(firm_id, one, new.dossier_id) for one in sorted(known - wanted))
    fresh = wanted if sent and not was_sent else wanted - known
    return (
        *(Delete(*key) for key in gone),
        *(Put(_row(one, new, sent=sent)) for one in sorted(fresh)),
    )


def list_found_in_firm(
    table: Table, firm_id: str, beginning: str, *, start: str | None, most: int
) -> Page:
    """List a page of a firm's words that begin so; ValueError for a cursor of another list."""
    pk = FOUND_BY_FIRM.pk(firm_id)
    return table.query(pk, prefix=beginning, limit=most, start=start)


def list_found_in_shard(table: Table, shard: int, beginning: str, *, most: int) -> Page:
    """List the first words of a shard that begin so, of sent dossiers of all firms."""
    listing = FOUND_BY_AGENTS
    return table.query(listing.pk(shard), index=listing.index_name, prefix=beginning, limit=most)


def place_of_word(row: Mapping[str, Any]) -> str:
    """Give what the words that agents find are ordered by."""
    return str(row[FOUND_BY_AGENTS.columns[1]])


def _row(word: str, head: Head, *, sent: bool) -> dict[str, str]:
    row = FOUND_BY_FIRM.columns(head.firm_id, word, head.dossier_id)
    row["dossier_id"] = head.dossier_id
    if sent:
        place = FOUND_BY_AGENTS.place(word, head.dossier_id)
        row |= FOUND_BY_AGENTS.entry(shard_of(head.dossier_id), at=place)
    return row
