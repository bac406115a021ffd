"""PDFs written by hand, byte by byte: what a library would not write. Name → reason, or None."""

import zlib
from collections.abc import Sequence

from chalicelib.verdicts.verdict import ReasonCode

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
ALERT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"


def written(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R", head: bytes = HEAD) -> bytes:
    """Write objects 1, 2, 3… with a right table and this in the trailer."""
    out, places = bytearray(head), []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def one_page(*more: bytes, root: bytes = b"", page: bytes = b"", pages: bytes = PAGES) -> bytes:
    """Write a catalogue, its pages, one page, then `more` from object 4 on."""
    return written(
        [
            b"<</Type/Catalog/Pages 2 0 R%b>>" % root,
            pages,
            PAGE.replace(b"/Parent", page + b"/Parent"),
            *more,
        ]
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries, len(content), content)


def updated(content: bytes, number: int, one: bytes) -> bytes:
    """Add an incremental update that writes object `number` anew."""
    before = content.rindex(b"startxref")
    place = content[before:].split()[1]
    out = content + b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content))
    out += b"trailer\n<</Size 9/Root 1 0 R/Prev %b>>\nstartxref\n%d\n%%%%EOF\n" % (place, table)
    return out


def packed_objects(*objects: bytes) -> bytes:
    """Write every object into an object stream, under a table that is a stream too."""
    heads, body = [], b""
    for number, one in enumerate(objects, 1):
        heads.append(b"%d %d" % (number, len(body)))
        body += one + b" "
    first = b" ".join(heads) + b" "
    count = len(objects)
    entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (count, len(first))
    out = HEAD + b"%d 0 obj\n%b\nendobj\n" % (
        count + 1,
        stream(zlib.compress(first + body), entries),
    )
    rows = b"\0\0\0\0\0\xff" + b"".join(
        b"\2" + (count + 1).to_bytes(4) + bytes([place]) for place in range(count)
    )
    table = len(out)
    rows += b"\1" + len(HEAD).to_bytes(4) + b"\0" + b"\1" + table.to_bytes(4) + b"\0"
    entries = b"/Type/XRef/Size %d/W[1 4 1]/Root 1 0 R" % (count + 3)
    out += b"%d 0 obj\n%b\nendobj\n" % (count + 2, stream(rows, entries))
    return out + b"startxref\n%d\n%%%%EOF\n" % table


def annotated(entries: bytes, *more: bytes) -> bytes:
    """Put one annotation, object 4, on the page."""
    annotation = b"<</Type/Annot/Rect[0 0 9 9]%b>>" % entries
    return one_page(annotation, *more, page=b"/Annots[4 0 R]")


SIMPLE = one_page()
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PICTURE = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8"
FILE = stream(b"PK\3\4")
RUNS, FILES = ReasonCode.PDF_RUNS_BY_ITSELF, ReasonCode.PDF_EMBEDDED_FILE
STARTS, BROKEN = ReasonCode.PDF_STARTS_PROGRAM, ReasonCode.PDF_UNREADABLE
BIG, HEAVY = ReasonCode.PDF_UNPACKS_TOO_BIG, ReasonCode.TOO_HEAVY_TO_READ
SIDES, TWO = ReasonCode.PDF_PAGE_SIDES, ReasonCode.TWO_FILES_IN_ONE

ACTING: dict[str, tuple[ReasonCode | None, bytes]] = {
    "every name escaped": (
        RUNS,
        one_page(root=b"/#4fpenAct#69on<</#53/#4aava#53cript/#4a#53(x)>>"),
    ),
    "script in an object stream": (
        RUNS,
        packed_objects(CATALOG.replace(b">>", b"/OpenAction 4 0 R>>"), PAGES, PAGE, ALERT),
    ),
    "script in names behind two floors": (
        RUNS,
        one_page(
            b"<</JavaScript 5 0 R>>",
            b"<</Kids[6 0 R]>>",
            b"<</Kids[7 0 R]>>",
            b"<</Names[(a) 8 0 R]>>",
            ALERT,
            root=b"/Names 4 0 R",
        ),
    ),
    "script on the pages' parent": (
        RUNS,
        one_page(ALERT, pages=PAGES.replace(b"/Count", b"/AA<</O 4 0 R>>/Count")),
    ),
    "script after a page turn": (RUNS, one_page(ALERT, page=b"/AA<</C 4 0 R>>")),
    "script when a mark becomes visible": (
        RUNS,
        annotated(b"/Subtype/Square/AA<</PV 5 0 R>>", ALERT),
    ),
    "script under a link's second action": (
        RUNS,
        annotated(b"/Subtype/Link/A<</S/GoTo/D[3 0 R/Fit]/Next[5 0 R]>>", ALERT),
    ),
    "script under PA": (RUNS, annotated(b"/Subtype/Link/PA 5 0 R", ALERT)),
    "script in an outline": (
        RUNS,
        one_page(
            b"<</First 5 0 R/Last 5 0 R/Count 1>>",
            b"<</Title(x)/Parent 4 0 R/A 6 0 R>>",
            ALERT,
            root=b"/Outlines 4 0 R",
        ),
    ),
    "script as a stream": (
        RUNS,
        one_page(b"<</S/JavaScript/JS 5 0 R>>", stream(b"app.alert(1)"), root=b"/OpenAction 4 0 R"),
    ),
    "rendition with a script on opening": (
        RUNS,
        one_page(root=b"/OpenAction<</S/Rendition/JS(x)/OP 0>>"),
    ),
    "another document opened by itself": (
        RUNS,
        one_page(root=b"/OpenAction<</S/GoToR/F(\\\\\\\\host\\\\share\\\\a.pdf)/D[0/Fit]>>"),
    ),
    "an embedded document opened by itself": (
        RUNS,
        one_page(root=b"/OpenAction<</S/GoToE/T<</R/C/N(a)>>/D[0/Fit]>>"),
    ),
    "data fetched by itself": (RUNS, one_page(root=b"/OpenAction<</S/ImportData/F(a.fdf)>>")),
    "form sent on closing": (
        RUNS,
        one_page(root=b"/AA<</WC<</S/SubmitForm/F(https://exemple.test)>>>>"),
    ),
    "script of an update": (
        RUNS,
        updated(SIMPLE, 1, CATALOG.replace(b">>", b"/OpenAction<</S/JavaScript/JS(x)>>>>")),
    ),
    "program with Windows' words": (
        STARTS,
        annotated(b"/Subtype/Link/A<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>"),
    ),
    "program on opening": (STARTS, one_page(root=b"/OpenAction<</S/Launch/F(a.exe)>>")),
    "program in an outline's object": (
        STARTS,
        one_page(b"<</S/Launch/F 5 0 R>>", b"<</F(a.exe)>>", root=b"/X 4 0 R"),
    ),
    "file under a paper clip": (
        FILES,
        annotated(b"/Subtype/FileAttachment/FS<</F(a.zip)/EF<</F 5 0 R>>>>", FILE),
    ),
    "file associated with the page": (
        FILES,
        one_page(b"<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>", FILE, page=b"/AF[4 0 R]"),
    ),
    "portfolio": (
        FILES,
        one_page(
            b"<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>",
            b"<</F(a.pdf)/EF<</F 6 0 R>>>>",
            stream(SIMPLE),
            root=b"/Collection<</View/T>>/Names 4 0 R",
        ),
    ),
    "script behind an invoice's name": (
        FILES,
        annotated(b"/Subtype/FileAttachment/FS<</F(facture.xml)/EF<</F 5 0 R>>>>", stream(b"MZ")),
    ),
    "form of Adobe's alone": (
        ReasonCode.PDF_DYNAMIC_FORM,
        one_page(stream(b"<xdp/>"), root=b"/AcroForm<</XFA 4 0 R/Fields[]>>/NeedsRendering true"),
    ),
    "video": (ReasonCode.PDF_RICH_MEDIA, annotated(b"/Subtype/RichMedia/RichMediaContent<<>>")),
    "form with XFA beside its fields": (
        None,
        one_page(
            b"<</FT/Tx/T(a)/Subtype/Widget/Rect[0 0 9 9]>>",
            stream(b"<xdp/>"),
            page=b"/Annots[4 0 R]",
            root=b"/AcroForm<</XFA 5 0 R/Fields[4 0 R]>>",
        ),
    ),
    "opens at its second half": (None, one_page(root=b"/OpenAction[3 0 R/FitH 400]")),
    "opens at a name": (None, one_page(root=b"/OpenAction<</S/GoTo/D(chap1)>>")),
    "prints when told": (None, annotated(b"/Subtype/Link/A<</S/Named/N/Print>>")),
    "link to another document": (None, annotated(b"/Subtype/Link/A<</S/GoToR/F(b.pdf)/D[0/Fit]>>")),
    "field that computes": (
        None,
        annotated(b"/Subtype/Widget/FT/Tx/T(a)/AA<</C 5 0 R>>", ALERT),
    ),
    "text that speaks of JavaScript": (
        None,
        one_page(stream(b"BT (/JavaScript /OpenAction) Tj ET")),
    ),
}


def deflated(content: bytes) -> bytes:
    return stream(zlib.compress(content), b"/Filter/FlateDecode")


def cut_at(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


SHAPES: dict[str, tuple[ReasonCode | None, bytes]] = {
    "page tree in a circle": (BROKEN, one_page(pages=b"<</Type/Pages/Kids[2 0 R]/Count 1>>")),
    "page that is its own parent's parent": (
        BROKEN,
        written(
            [
                CATALOG,
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
            ]
        ),
    ),
    "count of pages beyond reason": (None, one_page(pages=PAGES.replace(b"1>>", b"2000000000>>"))),
    "count of pages below zero": (None, one_page(pages=PAGES.replace(b"1>>", b"-7>>"))),
    "no page": (BROKEN, one_page(pages=b"<</Type/Pages/Kids[]/Count 0>>")),
    "no catalogue": (BROKEN, written([b"<<>>"], b"")),
    "table at a wrong place": (None, SIMPLE.replace(b"startxref\n", b"startxref\n9")),
    "no table at all": (
        None,
        SIMPLE[: SIMPLE.index(b"xref\n")] + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    ),
    "table that follows itself": (
        None,
        SIMPLE.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % SIMPLE.index(b"xref\n")),
    ),
    "blank lines before the header": (None, b"\r\n\r\n" + SIMPLE),
    "header after a byte order mark": (None, b"\xef\xbb\xbf" + SIMPLE),
    "length told wrong": (
        None,
        one_page(stream(b"0 0 m").replace(b"/Length 5", b"/Length 50"), page=b"/Contents 4 0 R"),
    ),
    "length that is its own length": (
        None,
        one_page(b"<</Length 4 0 R>>\nstream\n0 0 m\nendstream", page=b"/Contents 4 0 R"),
    ),
    "sides below zero": (None, SIMPLE.replace(b"[0 0 595 842]", b"[595 842 0 0]")),
    "sides that stand elsewhere": (
        SIDES,
        one_page(b"[0 0 14500 14500]").replace(b"/MediaBox[0 0 595 842]", b"/MediaBox 4 0 R"),
    ),
    "sides of its parent": (
        SIDES,
        one_page(pages=PAGES.replace(b"/Count", b"/MediaBox[0 0 14500 842]/Count")).replace(
            b"/Parent 2 0 R/MediaBox[0 0 595 842]", b"/Parent 2 0 R"
        ),
    ),
    "unit that enlarges": (SIDES, one_page(page=b"/UserUnit 75")),
    "no height": (SIDES, SIMPLE.replace(b"[0 0 595 842]", b"[0 0 595 0]")),
    "a plan in A0": (None, SIMPLE.replace(b"[0 0 595 842]", b"[0 0 2384 3370]")),
    "arrays in arrays in arrays": (BROKEN, one_page(b"[" * 9_000 + b"]" * 9_000, root=b"/X 4 0 R")),
    "web page before": (TWO, b"<html><script>alert(1)</script></html>\n" + SIMPLE),
    "program before": (TWO, b"MZ\x90\0" + bytes(60) + SIMPLE),
    "picture before": (TWO, b"\x89PNG\r\n" + SIMPLE),
    "archive after": (TWO, SIMPLE + b"PK\x03\x04" + bytes(26) + b"a" + b"PK\x05\x06" + bytes(18)),
    "other archive after": (TWO, SIMPLE + b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    "photo after": (TWO, SIMPLE + b"\xff\xd8\xff\xe0" + bytes(40)),
    "second document after": (None, SIMPLE + SIMPLE),
    "header alone": (ReasonCode.PDF_TRUNCATED, HEAD),
    "header and end alone": (BROKEN, HEAD + b"%%EOF"),
    "one byte": (ReasonCode.FORMAT_NOT_ACCEPTED, b"%"),
    "blank only": (ReasonCode.FORMAT_NOT_ACCEPTED, b" " * 400),
    "office document": (
        ReasonCode.FORMAT_NOT_ACCEPTED,
        b"PK\x03\x04\x14\0\6\0" + bytes(22) + b"[Content_Types].xml" + SIMPLE[9:200],
    ),
    **{
        f"cut at {tenth}0 %": (
            ReasonCode.PDF_TRUNCATED,
            cut_at(one_page(deflated(bytes(90_000))), tenth / 10),
        )
        for tenth in range(1, 10)
    },
}
