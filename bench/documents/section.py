"""Goals 6 to 10: what the verdict costs, beside reading and hashing the same bytes."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.documents.hostile_costs import measure_hostile
from bench.documents.leaks import measure_leaks
from bench.documents.made_pdfs import make_text
from bench.documents.pdf_costs import measure_pdfs
from bench.documents.picture_costs import measure_pictures
from bench.documents.served_costs import measure_served
from bench.documents.warm import WatchedChild
from bench.measure import Section

HOW = """Files are made by the bench with a fixed seed. A verdict is the processor time of the warm
child that judges, read from the kernel to the nanosecond, medians of rounds in which every file is
judged, read and hashed in turn; memory is the child's peak above its idle size, with the file's
own pages in it. Ratios are to reading and hashing the same bytes in the same round; milliseconds
are this machine's, whose hash speed is told. The same code judges in the Lambda."""


def bench_documents() -> Section:
    """Measure verdicts and served copies on made files."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        small = make_text(folder / "small.pdf", 1, packs_objects=True)
        with WatchedChild(small) as child:
            found = [
                measure_pdfs(folder, child),
                measure_pictures(folder, child),
                measure_hostile(folder, child),
                measure_served(folder, child),
            ]
        found.append(measure_leaks(folder, small))
    measures = tuple(one for some, _ in found for one in some)
    tables = tuple(table for _, some in found for table in some)
    return Section("Documents (goals 6 to 10)", HOW, measures, tables)
