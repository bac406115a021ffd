"""The API's model of a file of the firm's list of dossiers."""

from pydantic import BaseModel, ConfigDict

from chalicelib.dossiers.model import Space
from chalicelib.dossiers.statuses import Status
from chalicelib.exports.forms import Word
from chalicelib.exports.model import ListFormat


class ListWish(BaseModel):
    """A file of the firm's list: its filter has the fields, and the words, of `GET /dossiers`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    format: ListFormat = ListFormat.CSV
    space: Space = Space.SMALL
    status: Status | None = None
    operator: Word = ""
    signed: Word = ""
    offer: Word = ""
    created_from: Word = ""
    created_to: Word = ""
    modified_from: Word = ""
    modified_to: Word = ""
    commissioned_from: Word = ""
    commissioned_to: Word = ""
    sort: Word = ""
