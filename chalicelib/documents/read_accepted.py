"""Read what an accepted piece says, for the radar: a help to people, never a condition of a verdict."""

import logging
from pathlib import Path

from chalicelib.cases.files.keys import Place
from chalicelib.readings.model import PaperReadings
from chalicelib.readings.slots import SLOTS
from chalicelib.verdicts.check_version import Judge
from chalicelib.verdicts.checked import Checked
from chalicelib.verdicts.verdict import FileKind

log = logging.getLogger(__name__)


def read_accepted(path: Path, checked: Checked, place: Place, judge: Judge) -> PaperReadings:
    """Read an accepted file; pictures, and slots whose papers claim nothing, are not opened.

    Whatever goes wrong is a file without text: its verdict stands, and a person compares it.
    """
    unread = PaperReadings(place.document_id, place.slot, has_text=False, pages_read=0)
    if checked.verdict.kind is not FileKind.PDF or place.slot not in SLOTS:
        return unread
    try:
        has_text, readings = judge.read(path, place.slot)
    except Exception:  # a reading that fails costs no verdict; the log says which bug
        log.exception("a paper was not read", extra={"case_id": place.case_id})
        return unread
    pages_read = min(checked.verdict.pages, SLOTS[place.slot].most_pages)
    return PaperReadings(place.document_id, place.slot, has_text, pages_read, readings)
