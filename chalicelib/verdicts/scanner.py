"""The malware scanner behind one port: only its one clean word is clean, silence never is.

`not_configured` is a setting said out loud, which a production stage refuses to deploy with;
`guardduty` is Malware Protection for S3, which writes its result as a tag of the object;
`clamd` is ClamAV's daemon, which is sent the bytes.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from chalicelib.aws.bucket import read_tags
from chalicelib.verdicts.arrival import Arrival
from chalicelib.verdicts.clamd import is_answering, scan_file
from chalicelib.verdicts.scan import Scan

SCANNERS: Final = ("not_configured", "guardduty", "clamd")
GUARDDUTY_TAG: Final = "GuardDutyMalwareScanStatus"
_GUARDDUTY_WORDS: Final = {
    "NO_THREATS_FOUND": Scan.CLEAN,
    "THREATS_FOUND": Scan.INFECTED,
    "UNSUPPORTED": Scan.UNSCANNABLE,
}

type ReadTags = Callable[[str, str, str], Mapping[str, str]]
type Fetch = Callable[[], Path]
type Pause = Callable[[float], None]

TAG_TRIES: Final = 10
TAG_PAUSE_S: Final = 0.5
"""The tag may come a moment after the event that tells of it."""


def scan_arrival(
    arrival: Arrival,
    scanner: str,
    *,
    address: str = "",
    fetch: Fetch,
    tags: ReadTags = read_tags,
    pause: Pause = time.sleep,
) -> Scan:
    """Ask the stage's scanner about one stored version; `fetch` gives its bytes when it wants them.

    Fails closed (R21): an unknown scanner, no answer yet, ACCESS_DENIED, FAILED and whatever
    else are `silent`: the file stays pending, the sweep asks again, then it is held. What the
    scanner says it can never read is `unscannable`, and held at once.
    """
    match scanner:
        case "not_configured":
            return Scan.NOT_CONFIGURED
        case "guardduty":
            return _read_result(arrival, tags, pause)
        case "clamd":
            return scan_file(fetch(), address)
        case _:
            return Scan.SILENT


def _read_result(arrival: Arrival, tags: ReadTags, pause: Pause) -> Scan:
    for attempt in range(TAG_TRIES if arrival.is_scanned else 1):
        if attempt:
            pause(TAG_PAUSE_S)
        found = tags(arrival.bucket, arrival.key, arrival.version_id).get(GUARDDUTY_TAG, "")
        if found:
            return _GUARDDUTY_WORDS.get(found, Scan.SILENT)
    return Scan.SILENT


def find_answering(scanner: str, address: str = "") -> bool | None:
    """Say whether the scanner answers now; None for one that cannot be asked."""
    return is_answering(address) if scanner == "clamd" else None
