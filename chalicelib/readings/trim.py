"""A small PDF with the text of a few pages and nothing else, made by the fast engine.

qpdf (pikepdf) repairs, decrypts and walks; pypdf then reads a file without pictures, drawings,
scripts or further pages, whatever the original's size. What is drawn through form objects
(filled-in fields, parts that a generator reuses) is written into the page, where it stands.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Object, Operator

MOST_CONTENT_BYTES: Final = 8 * 1024 * 1024
"""A page whose drawing is larger is a plan, not a letter: it is left unread."""

_MOST_NESTING: Final = 6
_MOST_INSTRUCTIONS: Final = 200_000
_TEXT: Final = "BT ET q Q cm Do Tf Td TD Tm T* Tj TJ ' \" Tc Tw Tz TL Ts"

_UPRIGHT: Final = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, 0),
    180: (-1, 0, 0, -1, 0, 0),
    270: (0, 1, -1, 0, 0, 0),
}
"""The matrix that sets a turned page upright, by its degrees clockwise."""

type _Instruction = ContentStreamInstruction


@dataclass(slots=True)
class _Written:
    """What one page is made of: its text instructions, and the fonts they name."""

    fonts: Dictionary = field(default_factory=Dictionary)
    instructions: list[_Instruction] = field(default_factory=list)


def keep_text(path: Path, most_pages: int) -> bytes:
    """Make a PDF of the first pages' text; an engine's own error when it cannot be read."""
    with pikepdf.open(path, suppress_warnings=True) as pdf, pikepdf.new() as kept:
        _write_fields(pdf)
        for page in islice(pdf.pages, most_pages):
            _keep_page(pdf, page, kept)
        made = io.BytesIO()
        kept.save(made, static_id=True)
    return made.getvalue()


def _write_fields(pdf: pikepdf.Pdf) -> None:
    """Draw what was typed into a form's fields onto its pages."""
    if Name.AcroForm not in pdf.Root:
        return
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _keep_page(pdf: pikepdf.Pdf, page: pikepdf.Page, kept: pikepdf.Pdf) -> None:
    written = _Written()
    written.instructions += _instructions(
        ("cm", pikepdf.Array(_UPRIGHT[_rotation_of(page.obj)]).as_list())
    )
    if _content_bytes(page.obj.get(Name.Contents)) <= MOST_CONTENT_BYTES:
        resources = page.resources if Name.Resources in page.obj else Dictionary()
        _write(written, page.obj, resources, "", 0)
    fresh = kept.add_blank_page()
    fonts = kept.copy_foreign(pdf.make_indirect(written.fonts))
    fresh.obj[Name.Resources] = Dictionary(Font=fonts)
    fresh.obj[Name.Contents] = kept.make_stream(
        pikepdf.unparse_content_stream(written.instructions)
    )


def _rotation_of(page: Object) -> int:
    """How the page is turned when it is shown, in degrees clockwise; pages inherit it."""
    holder: Object | None = page
    for _ in range(_MOST_NESTING):
        if holder is None:
            return 0
        if Name.Rotate in holder:
            return int(holder[Name.Rotate]) // 90 * 90 % 360
        holder = holder.get(Name.Parent)
    return 0


def _content_bytes(contents: Object | None) -> int:
    if contents is None:
        return 0
    streams = list(contents.as_list()) if isinstance(contents, pikepdf.Array) else [contents]
    return sum(len(one.read_bytes()) for one in streams if isinstance(one, pikepdf.Stream))


def _write(written: _Written, holder: Object, resources: Object, prefix: str, depth: int) -> None:
    """Add a page's or a form's text to what is written, its fonts under names of their own."""
    fonts = resources.get(Name.Font, Dictionary())
    for name, font in fonts.items():
        written.fonts[_renamed(name, prefix)] = font
    for one in pikepdf.parse_content_stream(holder, _TEXT):
        if len(written.instructions) >= _MOST_INSTRUCTIONS:
            return
        if not isinstance(one, ContentStreamInstruction):
            continue
        operator = str(one.operator)
        if operator == "Do":
            _write_form(written, one, resources, prefix, depth)
        elif operator == "Tf" and one.operands:
            written.instructions.append(_with_font(one, prefix))
        else:
            written.instructions.append(one)


def _write_form(
    written: _Written, do: _Instruction, resources: Object, prefix: str, depth: int
) -> None:
    """Write a form object where it is drawn; pictures are left out."""
    drawn = resources.get(Name.XObject, Dictionary()).get(str(do.operands[0]))
    if depth >= _MOST_NESTING or not isinstance(drawn, pikepdf.Stream):
        return
    if drawn.get(Name.Subtype) != Name.Form or _content_bytes(drawn) > MOST_CONTENT_BYTES:
        return
    inner = f"{prefix}{str(do.operands[0])[1:]}-{len(written.instructions)}-"
    matrix = list(drawn.get(Name.Matrix, pikepdf.Array([1, 0, 0, 1, 0, 0])).as_list())
    written.instructions += _instructions(("q", []), ("cm", matrix))
    _write(written, drawn, drawn.get(Name.Resources, resources), inner, depth + 1)
    written.instructions += _instructions(("Q", []))


def _instructions(*parts: tuple[str, Iterable[Object]]) -> Iterator[_Instruction]:
    return (ContentStreamInstruction(list(operands), Operator(name)) for name, operands in parts)


def _with_font(one: _Instruction, prefix: str) -> _Instruction:
    font, *size = one.operands
    return ContentStreamInstruction([Name(_renamed(str(font), prefix)), *size], one.operator)


def _renamed(name: str, prefix: str) -> str:
    return f"/{prefix}{name.removeprefix('/')}"
