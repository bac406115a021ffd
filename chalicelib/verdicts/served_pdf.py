"""The served copy of a PDF: written anew, decrypted, and without anything that acts.

What is taken out is told by what it is, never by its name alone: a font, a layer or a graphics
state may bear any name, "AA" or "JS" too, and a structure element keeps its attributes under
"A". Pixels and text of the copy are those of the original.
"""

import re
import warnings
from pathlib import Path
from typing import Final

import pikepdf

from chalicelib.verdicts.pdf_active import ACTS, list_dictionaries, write_object
from chalicelib.verdicts.pdf_table import readable

_HARMLESS_ACTIONS: Final = frozenset({"/GoTo", "/URI", "/Named"})
_ACTIONS: Final = _HARMLESS_ACTIONS | {
    "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/Sound", "/Movie", "/Hide",
    "/SubmitForm", "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView", "/RichMediaExecute",
}  # fmt: skip
"""The types of action (ISO 32000-2, 12.6.4): a dictionary whose `/S` is none of them does nothing."""

_SAFE_ADDRESS: Final = re.compile(rb"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_MEDIA: Final = re.compile(rb"/(?:3DD|Movie|Sound|RichMediaContent|AF|Renditions)\b")
_MEDIA_PARTS: Final = ("/3DD", "/Movie", "/Sound", "/RichMediaContent")
_PAYLOADS: Final = ("/JS", "/Next", "/Win", "/Mac", "/Unix", "/Sound", "/Movie")
_ROOT_PARTS: Final = ("/OpenAction", "/AA", "/AF", "/Collection", "/NeedsRendering", "/Perms")
_NAMED_PARTS: Final = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations")
_FILE_PARTS: Final = frozenset({"/F", "/UF", "/DOS", "/Mac", "/Unix"})
_ACTION_KEYS: Final = ("/A", "/PA", "/NA")
_MOST_LISTED: Final = 1_000


def disarm_pdf(source: Path, target: Path) -> None:
    """Write the disarmed copy of the PDF at `source`; raises the engine's own errors."""
    with readable(source) as file, pikepdf.open(file, suppress_warnings=True) as pdf:
        _disarm_root(pdf.Root)
        for one in pdf.objects:
            if _is_suspect(one):
                for holder in list_dictionaries(one):
                    _disarm_holder(holder)
        with warnings.catch_warnings():
            # A field outside any form stays where it was: its copy shows what it showed.
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            # Packings are kept as they are: undoing one here would undo a bomb that was only counted.
            pdf.save(target, encryption=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _is_suspect(one: object) -> bool:
    text = write_object(one.stream_dict if isinstance(one, pikepdf.Stream) else one)
    return any(names.search(text) for names in (ACTS, _MEDIA))


def _disarm_root(root: pikepdf.Object) -> None:
    for part in _ROOT_PARTS:
        _drop(root, part)
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for part in _NAMED_PARTS:
            _drop(names, part)
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        _drop(form, "/XFA")


def _disarm_holder(holder: pikepdf.Object) -> None:
    """Take out of a dictionary what acts, and what an action carries out of an action itself."""
    for key in _ACTION_KEYS:
        _disarm_action(holder, key)
    if _is_triggers(holder.get("/AA")) or _has_triggers(holder):
        _drop(holder, "/AA")
    _drop_files(holder)
    for part in _MEDIA_PARTS if _is_annotation(holder) else ():
        _drop(holder, part)
    if _kind_of(holder) in _ACTIONS - _HARMLESS_ACTIONS and not _is_structure(holder):
        for part in _PAYLOADS:
            _drop(holder, part)


def _drop_files(holder: pikepdf.Object) -> None:
    if _is_files(holder.get("/EF")):
        _drop(holder, "/EF")
    if _is_associated(holder.get("/AF")):
        _drop(holder, "/AF")


def _disarm_action(holder: pikepdf.Object, key: str) -> None:
    """Drop what a click would start, unless it leads to a page or to where a browser may go."""
    action = holder.get(key)
    if not isinstance(action, pikepdf.Dictionary):
        return
    if not (_kind_of(action) in _ACTIONS or _has_actions(holder)):
        return
    _drop(action, "/Next")
    if not _is_harmless(action):
        _drop(holder, key)


def _has_actions(holder: pikepdf.Object) -> bool:
    """Tell an annotation and an item of the outline: what stands in their `/A` is an action."""
    return _is_annotation(holder) or ("/Title" in holder and "/Parent" in holder)


def _has_triggers(holder: pikepdf.Object) -> bool:
    """Tell a field and a page, what else has triggers being known by them."""
    is_page = holder.get("/Type") in {pikepdf.Name.Page, pikepdf.Name.Pages}
    is_field = "/FT" in holder or ("/T" in holder and ("/Kids" in holder or "/Parent" in holder))
    return is_page or is_field or _has_actions(holder)


def _is_annotation(holder: pikepdf.Object) -> bool:
    kind, subtype = holder.get("/Type"), holder.get("/Subtype")
    return kind == pikepdf.Name.Annot or (isinstance(subtype, pikepdf.Name) and "/Rect" in holder)


def _is_structure(holder: pikepdf.Object) -> bool:
    """Tell a structure element, whose `/S` is a role that its author may name at will."""
    return "/P" in holder and ("/K" in holder or "/Pg" in holder)


def _is_triggers(value: object) -> bool:
    """Tell additional actions from whatever else is called that."""
    if not isinstance(value, pikepdf.Dictionary):
        return False
    return any(_is_action(action) for action in value.as_dict().values())


def _is_action(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary) and _kind_of(value) in _ACTIONS


def _is_files(value: object) -> bool:
    """Tell the streams of an embedded file (ISO 32000-2, 7.11.4) from a font of that name."""
    return isinstance(value, pikepdf.Dictionary) and set(value.keys()) <= _FILE_PARTS


def _is_associated(value: object) -> bool:
    """Tell associated files, one or a list, from whatever else is called that."""
    listed = value.as_list()[:_MOST_LISTED] if isinstance(value, pikepdf.Array) else [value]
    return any(_is_specification(one) for one in listed)


def _is_specification(value: object) -> bool:
    if not isinstance(value, pikepdf.Dictionary):
        return False
    return value.get("/Type") == pikepdf.Name.Filespec or "/EF" in value or "/UF" in value


def _is_harmless(action: pikepdf.Object) -> bool:
    """Keep what turns to a page, and links to where a browser may go."""
    kind = _kind_of(action)
    if kind == "/URI":
        address = action.get("/URI")
        return isinstance(address, pikepdf.String) and bool(_SAFE_ADDRESS.match(bytes(address)))
    return kind in _HARMLESS_ACTIONS


def _kind_of(action: pikepdf.Object) -> str:
    kind = action.get("/S")
    return str(kind) if isinstance(kind, pikepdf.Name) else ""


def _drop(holder: pikepdf.Object, key: str) -> None:
    if key in holder:
        del holder[key]
