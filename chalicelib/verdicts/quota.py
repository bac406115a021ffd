"""A person's uploads of a day, whatever they are for: counted with each stored version (R8)."""

from datetime import datetime

from chalicelib.aws.items import Item, Put, Update
from chalicelib.reference.days import legal_day
from chalicelib.rows.visitors import SURPLUS_VERSION, UPLOADS_OF_DAY
from chalicelib.verdicts.limits import USER_DAILY_MAX_FILES


def count_upload(person_id: str, real: datetime) -> Update:
    """Write the operation that counts one more file of a person's day (real time).

    Its condition fails past `USER_DAILY_MAX_FILES`, so one person's thousand uploads stop there
    and harm nobody else. The row goes by itself after two days.
    """
    return Update(
        *UPLOADS_OF_DAY.key(person_id, legal_day(real)),
        add={"files": 1},
        set={"expires_s": UPLOADS_OF_DAY.expires_s(real)},
        condition="attribute_not_exists(#files) OR #files < :most",
        values={"most": USER_DAILY_MAX_FILES},
    )


def count_surplus(person_id: str, version_id: str, real: datetime) -> tuple[Put, Update]:
    """Write the operations that count a version stored beyond the one that was allowed.

    A signed form may be used again until it expires: what it stores has been stored, so there
    is no condition on the number. The first operation fails for a version counted before.
    """
    counted: Item = {
        **SURPLUS_VERSION.columns(person_id, version_id),
        "expires_s": SURPLUS_VERSION.expires_s(real),
    }
    today = Update(
        *UPLOADS_OF_DAY.key(person_id, legal_day(real)),
        add={"files": 1},
        set={"expires_s": UPLOADS_OF_DAY.expires_s(real)},
    )
    return Put(counted, absent=True), today
