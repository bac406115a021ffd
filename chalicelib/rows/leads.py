"""Rows that lead to a dossier, or that dossiers leave behind: numbers, words, counts, seals."""

from datetime import timedelta

from chalicelib.rows import listings
from chalicelib.rows.cases import CLIENT, INSTALLER, OVER
from chalicelib.rows.model import Erasure, Partition, Row

REFERENCE = Row(
    name="reference",
    owner="dossiers",
    partition=Partition("R#{reference}"),
    sort="REFERENCE",
    holds="which dossier has a reference number",
    erased=Erasure.KEPT,
    why="a number is never given twice; it leads to a dossier without its person",
)
OPERATOR_REFERENCE = Row(
    name="operator_reference",
    owner="operators",
    partition=Partition("OPREF#{operator}#{external_id}"),
    sort="OPERATOR_REFERENCE",
    holds="which request has an operator's reference",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    why="not exported: the request says the reference",
)
FOUND_BY_OWNER = Row(
    name="search_word",
    owner="cases",
    partition=Partition("SF#{kind}#{owner_id}"),
    sort="{word}#{case_id}",
    holds="a word by which a dossier is found: names, town, postcode, phone, delivery point",
    of=(CLIENT,),
    erased=Erasure.DELETED,
    rules=OVER,
    why="not exported: copies of the head and of the form",
    lists=(listings.FOUND_BY_AGENTS,),
)
COUNTERS = Row(
    name="counters",
    owner="cases",
    partition=Partition("COUNTS#{owner_id}"),
    sort="{list}",
    holds="how many dossiers a firm has by status, month and year",
    erased=Erasure.KEPT,
    why="counts name nobody",
)
CREATION_KEY = Row(
    name="creation_key",
    owner="cases",
    partition=Partition("K#{person_id}#{mark}"),
    sort="KEY",
    holds="which case an idempotency key made, and a fingerprint of what was asked",
    of=(INSTALLER,),
    erased=Erasure.EXPIRES,
    life=timedelta(days=7),
)
DURATION = Row(
    name="duration",
    owner="ledger",
    partition=Partition("STATS#{operator}#{space}#{step}"),
    sort="{reached_at}#{mark}",
    holds="how many days a step took; it leads to no dossier",
    erased=Erasure.KEPT,
    life=timedelta(days=3 * 365),
    why="a number of days names nobody",
)
SEAL = Row(
    name="seal",
    owner="receipts",
    partition=Partition("X#{mark}"),
    sort="SEAL",
    holds="when a receipt was sealed, and marks of copies: whoever holds it may have it checked",
    erased=Erasure.KEPT,
    why="no dossier, no name and no fingerprint of a file is in it",
)
ROWS = (*(REFERENCE, OPERATOR_REFERENCE, FOUND_BY_OWNER, COUNTERS, CREATION_KEY, DURATION, SEAL),)
