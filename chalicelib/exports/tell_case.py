"""What an archive tells of its case beside the files: its journal, its messages, its person's data.

Each part is for who may read it elsewhere: the journal for professionals, the messages for the two
sides that write them, the data for whoever may export them.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from chalicelib.audit.store import list_whole_journal
from chalicelib.aws.table import Table
from chalicelib.cases.kind import AnyKind
from chalicelib.exports.archive import Entry
from chalicelib.messages.list_every_message import list_every_message
from chalicelib.messages.of_kind import threads_of
from chalicelib.policy.actors import Actor
from chalicelib.policy.cases import OnCases
from chalicelib.policy.decide import may
from chalicelib.policy.model import Allowed
from chalicelib.policy.require import asker_of, can
from chalicelib.refusals import NotAllowed
from chalicelib.retention.export_person import export_person
from chalicelib.retention.of_kind import OfKind
from chalicelib.web.call import write_json
from chalicelib.words.translation import _

JOURNAL, MESSAGES, DATA = _("Journal"), _("Messages"), _("Données")


@dataclass(frozen=True, slots=True)
class Told:
    """A part of an archive that is written for it, as JSON."""

    entry: Entry
    content: bytes


def tell_case(kind: AnyKind, case: Any, *, by: Actor, table: Table) -> tuple[Told, ...]:
    """Write what somebody may read of a case: the same state always gives the same bytes."""
    return tuple(
        _write(name, nature, said) for name, nature, said in _list_parts(kind, case, by, table)
    )


def _list_parts(
    kind: AnyKind, case: Any, by: Actor, table: Table
) -> Iterator[tuple[str, str, object]]:
    case_id = case.head.case_id
    if can(by, OnCases.READ_JOURNAL):
        yield "journal.json", JOURNAL, [asdict(one) for one in list_whole_journal(table, case_id)]
    if _reads_messages(kind, by):
        said = [
            {"number": one.number, "side": one.side, "at": one.at, "words": one.words}
            for one in list_every_message(table, case_id)
        ]
        if said:
            yield "messages.json", MESSAGES, said
    if _may_export(kind, case, by):
        yield "donnees.json", DATA, export_person(case_id, by=by, table=table)


def _reads_messages(kind: AnyKind, by: Actor) -> bool:
    if kind.threads is None:
        return False
    try:
        threads_of(kind).side_of(by)
    except NotAllowed:
        return False
    return True


def _may_export(kind: AnyKind, case: Any, by: Actor) -> bool:
    if kind.retention is None:
        return False
    data: OfKind = kind.retention.get()
    return isinstance(may(asker_of(by), data.export, kind.facts(case.head)), Allowed)


def _write(name: str, nature: str, said: object) -> Told:
    content = write_json(said).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return Told(Entry(name, "", "", sha256, len(content), nature, nature), content)
