"""The verdict on a JPEG: size from its header, then a decode at an eighth, which sees truncation.

`Image.verify` does nothing for a JPEG; a draft decode reads every byte for a quarter of the
time and a fiftieth of the memory. A phone's MPO (second picture inside) is a JPEG.
"""

from pathlib import Path
from typing import Final

from PIL import Image, ImageFile, UnidentifiedImageError

from chalicelib.documents.verdict import FileKind, Outcome, ReasonCode, Rejected, Verdict
from chalicelib.documents.verdict_png import refuse_pixel_flood

_DRAFT_DIVISOR: Final = 8
_TRUNCATED_WORDS: Final = "truncated"

Image.MAX_IMAGE_PIXELS = None  # our own limit, lower and refused from the header, rules


def judge_jpeg(path: Path) -> Verdict:
    """Judge the JPEG at `path`; raises Rejected."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            width, height = picture.size
            refuse_pixel_flood(width, height)
            draft = (max(1, width // _DRAFT_DIVISOR), max(1, height // _DRAFT_DIVISOR))
            picture.draft("L" if picture.mode == "RGB" else picture.mode, draft)
            picture.load()
    except UnidentifiedImageError as error:
        raise Rejected(ReasonCode.PICTURE_UNREADABLE) from error
    except OSError as error:
        is_cut = _TRUNCATED_WORDS in str(error)
        code = ReasonCode.PICTURE_TRUNCATED if is_cut else ReasonCode.PICTURE_UNREADABLE
        raise Rejected(code) from error
    return Verdict(Outcome.ACCEPTED, (), FileKind.JPEG, width=width, height=height)
