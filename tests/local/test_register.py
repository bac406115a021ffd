"""The register of processing is what the code says, and says why of everything personal."""

from chalicelib.rows.model import Row
from chalicelib.rows.objects import OBJECTS
from chalicelib.rows.purposes import PURPOSES
from chalicelib.rows.registry import ROWS
from chalicelib.rows.stored import StoredObject
from local.register import PLACE, write_register

EVERY: tuple[Row | StoredObject, ...] = (*ROWS, *OBJECTS)


def test_the_document_is_what_the_code_says() -> None:
    assert PLACE.read_text() == write_register(), "run python -m local.register"


def test_every_room_that_holds_personal_data_says_what_for() -> None:
    owners = {one.owner for one in EVERY if one.of}
    assert owners == PURPOSES.keys()


def test_everything_that_is_declared_stands_in_it() -> None:
    told = write_register()
    for one in EVERY:
        assert f"| `{one.name}`" in told
