"""What a kind of case says of its receipts; sealing, drawing and checking are the same for all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chalicelib.cases.files.model import CaseFile
from chalicelib.cases.kind import AnyKind
from chalicelib.receipts.model import Json
from chalicelib.refusals import NotFound
from chalicelib.words.translation import _


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a case says, as a receipt lists it.

    `part` and `title` are what it stands under, by its word and in words; `value` is for machines,
    `text` the same in words, "" without an answer.
    """

    part: str
    title: str
    name: str
    label: str
    value: Json
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """What a receipt and its pages call things, as msgids.

    `case` is what a case is called, `done` and `journal` introduce the instant of the event and its
    place in the journal. `first` and `later` name the receipts, `title` and `later_title` head them;
    `soon` is read where there is none yet.
    """

    case: str = _("Dossier")
    done: str = _("Attesté le")
    journal: str = _("Journal à cet événement")
    title: str = _("Reçu scellé")
    later_title: str = _("Reçu scellé de l’état du dossier")
    first: str = _("Premier reçu")
    later: str = _("Reçu d’un état ultérieur, avec son additif")
    soon: str = _("Aucun reçu n’est encore scellé. Vous pouvez en demander un tout de suite.")


def _no_files(_case: Any) -> tuple[tuple[CaseFile, str], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of a kind's cases.

    `event` is the kind of event that calls for one; a case without it has nothing to seal.
    `name_case` is what people call a case, made of letters, digits and hyphens, "" while it has no
    name: its receipts are numbered after it. `label_status` says a head's status, `tell` all that the
    case says, `list_files` every file with what its slot is called; in the language of the receipt.
    """

    event: str
    name_case: Callable[[Any], str]
    label_status: Callable[[Any], str]
    tell: Callable[[Any], Iterable[Line]]
    list_files: Callable[[Any], Iterable[tuple[CaseFile, str]]] = _no_files
    words: Words = field(default_factory=Words)


def receipts_of(kind: AnyKind) -> Receipts:
    """Give what a kind says of receipts; NotFound for a kind whose cases have none."""
    if kind.receipts is None:
        raise NotFound
    receipts: Receipts = kind.receipts.get()
    return receipts
