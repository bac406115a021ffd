"""A person's uploads of a day, whatever they are for: counted with each file that is kept (R8)."""

from datetime import datetime, timedelta

from chalicelib.aws.items import Update
from chalicelib.verdicts.limits import USER_DAILY_MAX_FILES

QUOTA_LIFE = timedelta(days=2)


def count_upload(person_id: str, real: datetime) -> Update:
    """Write the operation that counts one more file of a person's day (real time).

    Its condition fails past `USER_DAILY_MAX_FILES`, so one person's thousand uploads stop there
    and harm nobody else. The row goes by itself after two days.
    """
    return Update(
        f"Q#{person_id}",
        f"UPLOADS#{real:%Y-%m-%d}",
        add={"files": 1},
        set={"expires_s": int((real + QUOTA_LIFE).timestamp())},
        condition="attribute_not_exists(#files) OR #files < :most",
        values={"most": USER_DAILY_MAX_FILES},
    )
