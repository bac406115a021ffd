"""By which words a dossier is found: rows written with it, in the transaction of every change.

One partition a firm answers its users in one query; the work index, in a few shards, answers
agents across firms. All the words stand in the head, those of the form too, so that what is no
longer true is removed even when the form behind it is gone.
"""

from typing import Final

from chalicelib.aws.items import Operation
from chalicelib.cases.found_words import clean_words, update_words
from chalicelib.dossiers.model import Head
from chalicelib.dossiers.statuses import Status
from chalicelib.form.values import Form
from chalicelib.reference.communes import fold

NAME: Final = "dossier"


def form_words_of(form: Form) -> tuple[str, ...]:
    """Give the words that a dossier's form adds to those of its head: the company and the PDL."""
    company = form.get("client", {}).get("company_name")
    pdl = form.get("electricity", {}).get("pdl")
    return clean_words(one for one in (company, pdl) if isinstance(one, str))


def search_keys_of(head: Head) -> tuple[str, ...]:
    """List the words a dossier is found by: a draft's name; once sent, all of them.

    Name and first name in both orders, the company, the city, the postcode, the phone as it is
    dialled in France, the PDL, the reference number. At most nine.
    """
    if head.erased_at:
        return ()
    name = f"{head.last_name} {head.first_name}"
    if head.status is Status.DRAFT:
        return clean_words((name,))
    last_words = fold(head.last_name).split()
    return clean_words(
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


def dialled(phone: str) -> str:
    """Write a number as it is dialled in France: `+33612345678` is `0612345678`."""
    digits = "".join(one for one in phone if one in "0123456789+")
    for abroad in ("+33", "0033"):
        if digits.startswith(abroad):
            return "0" + digits.removeprefix(abroad).removeprefix("0")
    return digits.removeprefix("+")


def update_search_rows(new: Head, old: Head | None) -> tuple[Operation, ...]:
    """Write the operations that keep a dossier's words true across a change; none mostly."""
    sent = new.status is not Status.DRAFT
    was_sent = old is not None and old.status is not Status.DRAFT
    return update_words(
        NAME,
        new.firm_id,
        new.dossier_id,
        search_keys_of(old) if old else (),
        search_keys_of(new),
        for_agents=sent,
        anew=sent and not was_sent,
    )
