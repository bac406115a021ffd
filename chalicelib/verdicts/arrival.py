"""One stored version of an object that has arrived and waits for its verdict."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """One stored version that S3 tells of; `version_id` is empty when it does not know it."""

    bucket: str
    key: str
    version_id: str
