"""Codes that an agent has labelled: what an operator means by what no list of ours holds.

They stand beside the connector, one row a code, and are read only when a dossier holds a code
that the reference data does not know: what goes its usual way costs no call more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.aws.items import Delete, Item, Put
from chalicelib.aws.table import Table
from chalicelib.dossiers.model import Dossier
from chalicelib.operators.rows import list_kept
from chalicelib.reference.operators import Code, Meaning, Operator, Standing, load_operator
from chalicelib.rows.service import FLAG, LABEL


@dataclass(frozen=True, slots=True)
class Label:
    """What an agent says that a code means. `at` is business time; `by` the agent's id."""

    code: str
    label: str
    meaning: Meaning
    by: str
    at: datetime


def put_label(table: Table, operator: str, label: Label) -> None:
    """Keep a label, over one of before, and take the code off those that nobody knows."""
    row: Item = {
        **LABEL.columns(operator, label.code),
        "code": label.code,
        "label": label.label,
        "meaning": str(label.meaning),
        "by": label.by,
        "at": label.at.isoformat(),
    }
    table.transact([Put(row), Delete(*FLAG.key(operator, label.code))])


def list_labels(table: Table, operator: str) -> tuple[Label, ...]:
    """List an operator's labelled codes, by code: one query."""
    rows = table.query_all(LABEL.pk(operator), prefix=LABEL.prefix, consistent=True)
    return tuple(read_label(row) for row in rows)


def read_label(row: Item) -> Label:
    """Read a label back."""
    at = datetime.fromisoformat(row["at"])
    return Label(row["code"], row["label"], Meaning(row["meaning"]), row["by"], at)


def with_labels(operator: Operator, labels: Iterable[Label]) -> Operator:
    """Give an operator whose vocabulary holds the labelled codes too; reference data comes first."""
    told = {one.code: Code(one.code, one.label, one.meaning, Standing.LABELLED) for one in labels}
    return replace(operator, vocabulary={**told, **operator.vocabulary})


def find_operator_of(
    dossier: Dossier, code: str, more: Iterable[str] = (), *, table: Table
) -> Operator:
    """Give an operator as a dossier needs it: with our agents' labels where it holds other codes.

    `more` are codes just told. One query when there is an unknown code, else no call.
    """
    operator = load_operator(code)
    codes = {*more, *(one.raw.code for one in list_kept(dossier))}
    if all(operator.find_code(one) for one in codes):
        return operator
    return with_labels(operator, list_labels(table, code))
