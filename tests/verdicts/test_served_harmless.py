"""Every served copy, of our own files and of the sample: nothing acts, nothing hides, all opens."""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from chalicelib.verdicts.judge_file import judge_file
from chalicelib.verdicts.pdf_active import write_object
from chalicelib.verdicts.served_copy import derive_copy
from chalicelib.verdicts.verdict import FileKind, Verdict
from tests.verdicts.made_files import ACCEPTED
from tests.verdicts.made_packed import PACKED
from tests.verdicts.made_pdfs import ACTING, ALERT, SHAPES, annotated, one_page, stream
from tests.verdicts.made_pictures import JPEGS, PNGS

SAMPLE = Path(os.environ.get("CORPUS", Path(__file__).parents[2].with_name("shared") / "corpus"))
ANY = frozenset(FileKind)
ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia\w*|Rendition|ImportData|SubmitForm|EF|OpenAction|AA|XFA|"
    rb"GoToR|GoToE|EmbeddedFiles|Collection|NeedsRendering|AF|PA|3DD)\b"
)
HIDES = (
    b"Exif",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
    b"iCCP",
    b"eXIf",
    b"tEXt",
    b"iTXt",
    b"zTXt",
)
KEPT = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "transparency"}


def own() -> Iterator[tuple[str, bytes]]:
    tables = (("pdf", ACTING), ("pdf", SHAPES), ("pdf", PACKED), ("jpg", JPEGS), ("png", PNGS))
    for extension, table in tables:
        for reason, content in table.values():
            if reason is None:
                yield f"a.{extension}", content
    yield from ACCEPTED.items()


def sample() -> Iterator[Path]:
    with (SAMPLE / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        for row in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield SAMPLE / row["file"]


def require_harmless(source: Path, verdict: Verdict, served: Path) -> None:
    assert verdict.kind is not None
    derive_copy(source, verdict.kind, served)
    if verdict.kind is FileKind.PDF:
        require_harmless_pdf(served, verdict.pages)
        assert judge_file(served, "a.pdf", ANY).is_accepted
        return
    content = served.read_bytes()
    with Image.open(served) as picture:
        assert not picture.getexif()
        assert set(picture.info) <= KEPT
    assert not [one for one in HIDES if one in content]


def require_harmless_pdf(served: Path, pages: int) -> None:
    with pikepdf.open(served) as pdf:
        assert len(pdf.pages) == pages
        assert not pdf.is_encrypted
        for one in pdf.objects:
            holder = one.stream_dict if isinstance(one, pikepdf.Stream) else one
            assert ACTS.findall(write_object(holder)) == []
    second = pypdfium2.PdfDocument(served)
    assert len(second) == pages
    second.close()


def test_the_copies_of_made_files_do_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for file_name, content in own():
        source.write_bytes(content)
        require_harmless(source, judge_file(source, file_name, ANY), tmp_path / "served")


@pytest.mark.skipif(not SAMPLE.is_dir(), reason="the sample corpus is not beside the repository")
def test_the_copies_of_the_samples_accepted_files_do_nothing(tmp_path: Path) -> None:
    copies = 0
    for source in sample():
        verdict = judge_file(source, source.name, ANY)
        if verdict.is_accepted:
            require_harmless(source, verdict, tmp_path / "served")
            copies += 1
    assert copies > 100


@pytest.mark.parametrize(
    "content",
    [
        annotated(b"/Subtype/Link/A<</S/URI/URI(javascript:alert\\(1\\))>>"),
        annotated(b"/Subtype/Link/A<</S/URI/URI(file:///etc/passwd)>>"),
        annotated(b"/Subtype/Link/A<</S/Thread/F(b.pdf)/D 0>>"),
        annotated(b"/Subtype/Movie/Movie<</F(a.avi)>>/A true"),
        annotated(b"/Subtype/3D/3DD 5 0 R", stream(b"U3D", b"/Type/3D/Subtype/U3D")),
        one_page(b"<</Type/NavNode/NA<</S/GoToR/F(b.pdf)/D[0/Fit]>>>>", page=b"/PresSteps 4 0 R"),
        annotated(b"/Subtype/Widget/FT/Btn/T(a)/A 5 0 R", ALERT),
    ],
)
def test_what_a_reader_could_click_leads_nowhere_dangerous(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "source"
    source.write_bytes(content)
    require_harmless(source, judge_file(source, "a.pdf", ANY), tmp_path / "served")
    served = (tmp_path / "served").read_bytes()
    for word in (b"javascript:", b"/etc/passwd", b"b.pdf", b"a.avi", b"U3D", b"alert"):
        assert word not in served
