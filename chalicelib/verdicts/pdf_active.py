"""What a PDF would do by itself: scripts and actions that run on opening, programs, media, files.

A form's own scripts (calculation, format, buttons) are accepted and removed from the served
copy. What runs without the reader's hand in a form field, scripts kept at document level too, is
judged by what it can do: a version check is accepted, a script that prints or sends is not.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import pikepdf

from chalicelib.verdicts.limits import PDF_MAX_NESTING
from chalicelib.verdicts.pdf_files import refuse_files
from chalicelib.verdicts.pdf_scripts import is_harmless, script_of
from chalicelib.verdicts.verdict import ReasonCode, Rejected

_ACTING: Final = (
    rb"JavaScript|JS|Launch|RichMedia\w*|Rendition|ImportData|SubmitForm|EF|OpenAction|AA|XFA"
)
SUSPECT: Final = re.compile(rb"/(?:" + _ACTING + rb")\b")
"""Names without which a PDF does nothing by itself; most files hold none and are not looked into."""

ACTS: Final = re.compile(rb"/(?:A|PA|NA|" + _ACTING + rb")\b")
"""The same, and the names under which any action stands, a mere link's too."""

_ON_OPENING: Final = frozenset({"/PO", "/PC", "/PV", "/PI"})
_SCRIPTS: Final = frozenset({"/JavaScript", "/Rendition"})
_REACHING_OUT: Final = frozenset({"/URI", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR"})
_ON_HAND: Final = ("/A", "/PA", "/NA")
"""Where an action waits for a click, or for a step through the pages."""

_ACTION_CHAIN_MAX: Final = 20
_NAMED_SCRIPTS_MAX: Final = 1_000


def refuse_active_content(pdf: pikepdf.Pdf, holders: Iterable[pikepdf.Object]) -> None:
    """Look into what may act in a suspect PDF; raise Rejected at the first that does by itself.

    `holders` are the objects whose text names something active or holds an action.
    """
    root = pdf.Root
    _refuse_document_scripts(root)
    _refuse_dynamic_form(root)
    files: list[pikepdf.Object] = []
    for one in holders:
        for holder in list_dictionaries(one):
            _refuse_holder(holder, is_root=holder.objgen == root.objgen != (0, 0))
            if "/EF" in holder:
                files.append(holder)
    refuse_files(files)


def write_object(one: object) -> bytes:
    """Write what is no stream as PDF text, its names in their plain form; a null is nothing."""
    return one.unparse(resolved=True) if isinstance(one, pikepdf.Object) else b""


def list_dictionaries(one: object, depth: int = 0) -> Iterator[pikepdf.Object]:
    """Give a dictionary and those standing directly in it; references are visited on their own."""
    if depth > PDF_MAX_NESTING:
        raise Rejected(ReasonCode.PDF_UNREADABLE)
    if isinstance(one, pikepdf.Stream):
        yield from list_dictionaries(one.stream_dict, depth)
    elif isinstance(one, pikepdf.Dictionary):
        yield one
        for value in one.as_dict().values():
            yield from _direct(value, depth)
    elif isinstance(one, pikepdf.Array):
        for value in one.as_list():
            yield from _direct(value, depth)


def _direct(value: object, depth: int) -> Iterator[pikepdf.Object]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from list_dictionaries(value, depth + 1)


def _refuse_holder(holder: pikepdf.Object, *, is_root: bool) -> None:
    if _name(holder, "/S") == "/Launch":
        raise Rejected(ReasonCode.PDF_STARTS_PROGRAM)
    if _name(holder, "/Subtype") == "/RichMedia" or _name(holder, "/S") == "/RichMediaExecute":
        raise Rejected(ReasonCode.PDF_RICH_MEDIA)
    is_field = _is_field(holder)
    for key in _ON_HAND:
        if key in holder:
            _refuse_actions(holder.get(key), by_itself=False, in_field=is_field)
    if is_root and "/OpenAction" in holder:
        _refuse_actions(holder.get("/OpenAction"), by_itself=True, in_field=False)
    _refuse_triggers(holder, is_field=is_field, on_opening=is_root or _is_page(holder))


def _refuse_triggers(holder: pikepdf.Object, *, is_field: bool, on_opening: bool) -> None:
    triggers = holder.get("/AA")
    if not isinstance(triggers, pikepdf.Dictionary):
        return
    for trigger, action in triggers.as_dict().items():
        by_itself = on_opening or trigger in _ON_OPENING
        _refuse_actions(action, by_itself=by_itself, in_field=is_field)


def _refuse_actions(first: object, *, by_itself: bool, in_field: bool) -> None:
    """Follow an action and its `/Next` ones; refuse scripts outside fields and what leaves alone."""
    waiting, seen = [first], 0
    while waiting and seen < _ACTION_CHAIN_MAX:
        action = waiting.pop()
        seen += 1
        if isinstance(action, pikepdf.Array):
            waiting.extend(action.as_list()[:_ACTION_CHAIN_MAX])
        if not isinstance(action, pikepdf.Dictionary):
            continue
        kind = _name(action, "/S")
        if kind == "/Launch":
            raise Rejected(ReasonCode.PDF_STARTS_PROGRAM)
        runs = kind in _SCRIPTS and (by_itself or not in_field) and not _is_harmless(action)
        if runs or (by_itself and kind in _REACHING_OUT):
            raise Rejected(ReasonCode.PDF_RUNS_BY_ITSELF)
        waiting.append(action.get("/Next"))


def _is_harmless(action: pikepdf.Object) -> bool:
    return _name(action, "/S") == "/JavaScript" and is_harmless(script_of(action))


def _refuse_document_scripts(root: pikepdf.Object) -> None:
    """Refuse what runs on opening from the tree of named scripts, however that is made."""
    names = root.get("/Names")
    waiting: list[object] = []
    if isinstance(names, pikepdf.Dictionary):
        waiting.append(names.get("/JavaScript"))
    for _ in range(_NAMED_SCRIPTS_MAX):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            waiting.extend(_list_of(node, "/Kids"))
            for action in _list_of(node, "/Names")[1::2]:
                _refuse_actions(action, by_itself=True, in_field=False)
    raise Rejected(ReasonCode.PDF_RUNS_BY_ITSELF)


def _list_of(node: pikepdf.Object, key: str) -> list[object]:
    value = node.get(key)
    return list(value.as_list()) if isinstance(value, pikepdf.Array) else []


def _refuse_dynamic_form(root: pikepdf.Object) -> None:
    """Refuse an XFA form whose pages exist only in Adobe's reader: nobody else sees them."""
    form = root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/XFA" not in form:
        return
    fields = form.get("/Fields")
    has_fields = isinstance(fields, pikepdf.Array) and len(fields) > 0
    if not has_fields or bool(root.get("/NeedsRendering", False)):
        raise Rejected(ReasonCode.PDF_DYNAMIC_FORM)


def _is_field(holder: pikepdf.Object) -> bool:
    return _name(holder, "/Subtype") == "/Widget" or "/FT" in holder or _is_parent_field(holder)


def _is_parent_field(holder: pikepdf.Object) -> bool:
    return "/T" in holder and "/Kids" in holder


def _is_page(holder: pikepdf.Object) -> bool:
    return _name(holder, "/Type") in {"/Page", "/Pages"}


def _name(holder: pikepdf.Object, key: str) -> str:
    value = holder.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""
