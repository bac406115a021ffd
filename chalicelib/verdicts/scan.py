"""What is known of a file from the malware scanner. Pure."""

from enum import StrEnum


class Scan(StrEnum):
    """What a scanner said of a file: `silent` is no answer yet, `unscannable` is its last word."""

    CLEAN = "clean"
    INFECTED = "infected"
    SILENT = "silent"
    UNSCANNABLE = "unscannable"
    NOT_CONFIGURED = "not_configured"
