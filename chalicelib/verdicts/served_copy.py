"""The copy that people read, derived from an accepted original that stays sealed.

Pictures are decoded and encoded again, upright, without metadata; PDFs are written anew,
decrypted, without scripts, embedded files or anything that acts. What hid beside the picture or
the pages does not survive.
"""

from pathlib import Path
from typing import Final

from chalicelib.verdicts.limits import SERVED_PICTURE_SIDE_PIXELS
from chalicelib.verdicts.verdict import FileKind

_JPEG_QUALITY: Final = 88


def derive_copy(source: Path, kind: FileKind, target: Path) -> None:
    """Write at `target` the copy of `source` that people may read; same kind of file.

    Raises the format's own errors when the file cannot be decoded whole after all.
    """
    match kind:
        case FileKind.PDF:
            from chalicelib.verdicts.served_pdf import disarm_pdf

            disarm_pdf(source, target)
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
