"""One stored version of an object that has arrived and waits for its verdict."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """One stored version that S3 tells of; `version_id` is empty when it does not know it.

    `is_scanned` says that the scanner told of it: its result is there, or about to be.
    """

    bucket: str
    key: str
    version_id: str
    is_scanned: bool = False
