"""The malware scanner behind one port: only its one clean word is clean, silence never is.

`not_configured` is a setting said out loud, which a production stage refuses to deploy with;
`guardduty` is Malware Protection for S3, which writes its result as a tag of the object.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from chalicelib.aws.bucket import read_tags
from chalicelib.verdicts.arrival import Arrival


class Scan(StrEnum):
    """What is known of a file from the scanner."""

    CLEAN = "clean"
    INFECTED = "infected"
    SILENT = "silent"
    NOT_CONFIGURED = "not_configured"


GUARDDUTY_TAG: Final = "GuardDutyMalwareScanStatus"
_GUARDDUTY_WORDS: Final = {
    "NO_THREATS_FOUND": Scan.CLEAN,
    "THREATS_FOUND": Scan.INFECTED,
}

type ReadTags = Callable[[str, str, str], Mapping[str, str]]


def scan_arrival(arrival: Arrival, scanner: str, tags: ReadTags = read_tags) -> Scan:
    """Ask the stage's scanner about one stored version.

    Fails closed: an unknown scanner, no answer yet, UNSUPPORTED, ACCESS_DENIED, FAILED are all
    `silent`: the file stays pending, the sweep asks again, then it is held (R21).
    """
    match scanner:
        case "not_configured":
            return Scan.NOT_CONFIGURED
        case "guardduty":
            found = tags(arrival.bucket, arrival.key, arrival.version_id)
            return _GUARDDUTY_WORDS.get(found.get(GUARDDUTY_TAG, ""), Scan.SILENT)
        case _:
            return Scan.SILENT
