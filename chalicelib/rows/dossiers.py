"""Rows of a dossier alone: its form, what its papers say, its requests, its subscription."""

from chalicelib.rows import listings
from chalicelib.rows.cases import CASE, CLIENT, INSTALLER, OVER
from chalicelib.rows.model import Erasure, Row

FORM = Row(
    name="form",
    owner="dossiers",
    partition=CASE,
    sort="FORM",
    holds="what was filled in: identity, address, company, delivery point, plant",
    of=(CLIENT,),
    exported="form",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="an empty form is left",
    archived=True,
)
READING = Row(
    name="reading",
    owner="dossiers",
    partition=CASE,
    sort="READING#{document_id}",
    holds="what was read in a file: names, addresses, identifiers, with the lines they stand in",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
REMARK = Row(
    name="remark",
    owner="dossiers",
    partition=CASE,
    sort="CHECKED#{finding_id}",
    holds="what somebody said of a difference between a paper and the form, in their words",
    of=(CLIENT, INSTALLER),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)
REQUEST = Row(
    name="request",
    owner="dossiers",
    partition=CASE,
    sort="REQUEST#{number:03d}",
    holds="a connection request: its operator, its state and dates, the operator's reference",
    of=(CLIENT,),
    exported="requests",
    erased=Erasure.BLANKED,
    rules=OVER,
    why="dates are kept for the delays of operators; the references that lead to the person go",
    lists=(listings.TO_DO, listings.COMMISSIONED),
)
SUBSCRIPTION = Row(
    name="subscription",
    owner="dossiers",
    partition=CASE,
    sort="SUBSCRIPTION",
    holds="how the client's subscription stands: signed or declined, when, with which offer",
    of=(CLIENT,),
    exported="records",
    erased=Erasure.DELETED,
    rules=OVER,
)

ROWS = (FORM, READING, REMARK, REQUEST, SUBSCRIPTION)
