"""The refusals that an act on dossiers may meet, so that a report can tell them."""

from chalicelib.connection_desk.refusals import NothingLacking
from chalicelib.operators.refusals import CodesStillUnknown, FilingNotReady, NoLiveRequest
from chalicelib.refusals import Refusal
from chalicelib.subscription.model import AlreadySigned, NothingToSign

REFUSED: tuple[type[Refusal], ...] = (
    AlreadySigned,
    CodesStillUnknown,
    FilingNotReady,
    NoLiveRequest,
    NothingLacking,
    NothingToSign,
)
