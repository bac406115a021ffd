"""Where the sandbox keeps its requests, its clock and its faults: one SQLite file, safe over kill -9."""

import json
import sqlite3
import threading
from datetime import datetime
from pathlib import Path

from local.operator_sandbox.clock import Clock, real_now
from local.operator_sandbox.course import Behaviour, Request, Told

_TABLES = """
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, request_key TEXT UNIQUE NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, body TEXT NOT NULL);
"""


class Shelf:
    """Requests by external id or by their filer's key. One lock: every method is one transaction."""

    def __init__(self, directory: Path) -> None:
        """Opens, or makes, the sandbox's file in `directory`."""
        directory.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._base = sqlite3.connect(directory / "sandbox.sqlite3", check_same_thread=False)
        self._base.executescript("PRAGMA journal_mode=WAL;" + _TABLES)

    def close(self) -> None:
        """Writes what is left and lets go of the file."""
        with self._lock:
            self._base.close()

    def clock(self) -> Clock:
        """The sandbox's clock; real time until told otherwise."""
        kept = self._setting("clock")
        if not isinstance(kept, dict):
            now = real_now()
            return Clock(now, now, 1.0)
        return Clock(
            datetime.fromisoformat(kept["real_at"]),
            datetime.fromisoformat(kept["business_at"]),
            float(kept["factor"]),
        )

    def keep_clock(self, clock: Clock) -> None:
        """Keeps the clock over restarts."""
        self._keep(
            "clock",
            {
                "real_at": clock.real_at.isoformat(),
                "business_at": clock.business_at.isoformat(),
                "factor": clock.factor,
            },
        )

    def take_fault(self) -> str | None:
        """The fault that the next call is to suffer, counted down; None when all is well."""
        with self._lock:
            kept = self._setting("fault")
            if not isinstance(kept, dict) or not kept.get("mode"):
                return None
            left = kept.get("remaining")
            if isinstance(left, int):
                self._keep(
                    "fault", {"mode": kept["mode"], "remaining": left - 1} if left > 1 else None
                )
            return str(kept["mode"])

    def keep_fault(self, mode: str | None, remaining: int | None) -> None:
        """From now on calls fail as `mode` says, `remaining` times or until told otherwise."""
        self._keep("fault", {"mode": mode, "remaining": remaining})

    def file(
        self, key: str, content: dict[str, object], behaviour: Behaviour, now: datetime
    ) -> tuple[Request, bool]:
        """The request filed under this key and whether it is new: the same key never makes two."""
        with self._lock, self._base:
            found = self.find_by_key(key)
            if found is not None:
                return found, False
            row = self._base.execute(
                "INSERT INTO requests (request_key, body) VALUES (?, '')", (key,)
            )
            number = row.lastrowid or 0
            made = Request(f"{now:%y%m}P4E{number:06d}", key, content, behaviour, now)
            self.keep(made)
            return made, True

    def find(self, external_id: str) -> Request | None:
        """The request of this external id."""
        number = int(external_id[-6:]) if external_id[-6:].isdigit() else 0
        found = self._find("SELECT body FROM requests WHERE number = ?", number)
        return found if found and found.external_id == external_id else None

    def find_by_key(self, key: str) -> Request | None:
        """The request filed under this key."""
        return self._find("SELECT body FROM requests WHERE request_key = ?", key)

    def keep(self, request: Request) -> None:
        """Keeps what became of the request."""
        with self._lock, self._base:
            self._base.execute(
                "UPDATE requests SET body = ? WHERE request_key = ?", (_dump(request), request.key)
            )

    def _find(self, query: str, value: object) -> Request | None:
        with self._lock:
            row = self._base.execute(query, (value,)).fetchone()
        return _load(row[0]) if row and row[0] else None

    def _setting(self, name: str) -> object:
        with self._lock:
            row = self._base.execute("SELECT body FROM settings WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def _keep(self, name: str, body: object) -> None:
        with self._lock, self._base:
            self._base.execute(
                "REPLACE INTO settings (name, body) VALUES (?, ?)", (name, json.dumps(body))
            )


def _dump(request: Request) -> str:
    def told(many: tuple[Told, ...]) -> list[list[str]]:
        return [[one.what, one.at.isoformat()] for one in many]

    return json.dumps(
        {
            "external_id": request.external_id,
            "key": request.key,
            "content": request.content,
            "behaviour": request.behaviour,
            "received_at": request.received_at.isoformat(),
            "complements": told(request.complements),
            "orders": told(request.orders),
            "cancelled_at": request.cancelled_at.isoformat() if request.cancelled_at else None,
        }
    )


def _load(text: str) -> Request:
    kept = json.loads(text)

    def told(name: str) -> tuple[Told, ...]:
        return tuple(Told(what, datetime.fromisoformat(at)) for what, at in kept[name])

    cancelled = kept["cancelled_at"]
    return Request(
        external_id=kept["external_id"],
        key=kept["key"],
        content=kept["content"],
        behaviour=Behaviour(kept["behaviour"]),
        received_at=datetime.fromisoformat(kept["received_at"]),
        complements=told("complements"),
        orders=told("orders"),
        cancelled_at=datetime.fromisoformat(cancelled) if cancelled else None,
    )
