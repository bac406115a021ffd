"""The copy that people read, derived from an accepted original that stays sealed.

Pictures are decoded and encoded again, upright, without metadata; PDFs are written anew,
decrypted, without scripts, embedded files or anything that acts. What hid beside the picture or
the pages does not survive.
"""

import re
import warnings
from pathlib import Path
from typing import Final

import pikepdf

from chalicelib.verdicts.limits import SERVED_PICTURE_SIDE_PIXELS
from chalicelib.verdicts.pdf_active import ACTS, list_dictionaries, write_object
from chalicelib.verdicts.verdict import FileKind

_JPEG_QUALITY: Final = 88
_HARMLESS_ACTIONS: Final = frozenset({"/GoTo", "/URI", "/Named"})
_SAFE_ADDRESS: Final = re.compile(rb"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_MEDIA: Final = re.compile(rb"/(?:3DD|Movie|Sound|RichMediaContent|AF|Renditions)\b")
_FILES_AND_SCRIPTS: Final = ("/AA", "/EF", "/JS", "/PA", "/NA", "/AF")
_MEDIA_PARTS: Final = ("/3DD", "/Movie", "/Sound", "/RichMediaContent")
_ROOT_PARTS: Final = ("/OpenAction", "/AA", "/AF", "/Collection", "/NeedsRendering", "/Perms")
_NAMED_PARTS: Final = ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations")


def derive_copy(source: Path, kind: FileKind, target: Path) -> None:
    """Write at `target` the copy of `source` that people may read; same kind of file.

    Raises the format's own errors when the file cannot be decoded whole after all.
    """
    match kind:
        case FileKind.PDF:
            _disarm_pdf(source, target)
        case FileKind.PNG | FileKind.JPEG:
            _encode_picture(source, kind, target)


def _encode_picture(source: Path, kind: FileKind, target: Path) -> None:
    from PIL import Image, ImageOps

    with Image.open(source, formats=[kind.upper()]) as picture:
        _draft(picture)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        transparency = upright.info.get("transparency")
        upright.info.clear()
        if kind is FileKind.JPEG:
            plain = upright if upright.mode in {"L", "RGB"} else upright.convert("RGB")
            plain.save(target, "JPEG", quality=_JPEG_QUALITY)
            return
        if transparency is not None:
            upright.info["transparency"] = transparency
        upright.save(target, "PNG")


def _draft(picture: object) -> None:
    """Let the JPEG decoder halve what no screen shows whole; other formats do nothing."""
    from PIL import Image

    if isinstance(picture, Image.Image) and max(picture.size) > SERVED_PICTURE_SIDE_PIXELS:
        picture.draft(None, (picture.width // 2, picture.height // 2))


def _disarm_pdf(source: Path, target: Path) -> None:
    with pikepdf.open(source, suppress_warnings=True) as pdf:
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
    for part in (*_FILES_AND_SCRIPTS, *_MEDIA_PARTS):
        _drop(holder, part)
    action = holder.get("/A")
    if not isinstance(action, pikepdf.Dictionary):
        return
    _drop(action, "/Next")
    if not _is_harmless(action):
        _drop(holder, "/A")


def _is_harmless(action: pikepdf.Object) -> bool:
    """Keep what turns to a page, and links to where a browser may go."""
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        address = action.get("/URI")
        return isinstance(address, pikepdf.String) and bool(_SAFE_ADDRESS.match(bytes(address)))
    return kind in _HARMLESS_ACTIONS


def _drop(holder: pikepdf.Object, key: str) -> None:
    if key in holder:
        del holder[key]
