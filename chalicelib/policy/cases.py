"""What can be done with a case whatever its kind, beside what its kind declares, and who may."""

from chalicelib.policy.connection import STAFF
from chalicelib.policy.model import Action


class OnCases(Action):
    """The actions of every kind; whether a case is somebody's to see is asked of its kind besides."""

    READ_JOURNAL = ("case.read_journal", STAFF)
