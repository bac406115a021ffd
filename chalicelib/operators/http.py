"""The connector of operators that answer JSON over HTTP.

Every call has a total time and a bound on its answer, and nothing of an answer is believed before
its shape is checked; one entry that makes no sense spoils only itself. Errors are sorted: busy
(no answer, 408, 429, 5xx, or nonsense) may pass later, any other refusal may not. A refused key is ours to
mend, and no word on what was asked: the key is read anew, once, for it may just have been replaced.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from functools import cache
from time import monotonic
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
import urllib3

from chalicelib.aws.trouble import PermanentError, TransientError
from chalicelib.operators.deadline import make_pool, within
from chalicelib.operators.model import MOST_IN_A_BATCH, Answer, Filing, RawMilestone
from chalicelib.rows.instants import is_in_reach

SOURCE = "http"
CONNECT_S = 2.0
READ_S = 8.0
"""How long a call may take in all: connecting, the last byte and a second try with a new key."""

MOST_ANSWER_BYTES = 4_000_000
UNAUTHORISED = 401
BUSY_STATUSES = frozenset({UNAUTHORISED, 408, 425, 429})
MOST_MILESTONES = 200
TOO_LONG = "ReadTimeoutError"
"""What a call that was cut is called, whatever broke by it."""

type ReadKey = Callable[[bool], str]
"""Gives our key; asked with True when the one that it gave was refused."""

type Text = Annotated[str, msgspec.Meta(max_length=300)]
type Name = Annotated[str, msgspec.Meta(max_length=60)]

NONSENSE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading an answer raises: no JSON, another shape, no UTF-8, or brackets without end."""


class WireMilestone(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """`[external id, number, code, label, at, details]` as the wire has it."""

    external_id: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    number: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    label: Text
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    details: Annotated[dict[Name, Text], msgspec.Meta(max_length=20)] = {}


class WireRequest(msgspec.Struct):
    """One request of a list; unknown members are passed over."""

    external_id: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    milestones: Annotated[list[WireMilestone], msgspec.Meta(max_length=MOST_MILESTONES)]


class WireName(msgspec.Struct):
    """The name of an entry whose rest cannot be read."""

    external_id: Text = ""


class WireList(msgspec.Struct):
    """A list, its entries still to be read one by one."""

    requests: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=MOST_IN_A_BATCH)]


@cache
def _pool() -> urllib3.PoolManager:
    return make_pool(4)


class HttpConnector:
    """An operator behind a URL and a bearer key. Keeps the port `Connector`."""

    can_poll = True
    confirms_orders = True

    def __init__(self, operator: str, url: str, key: ReadKey, *, read_s: float = READ_S) -> None:
        """`read_s` is how long a call may take, from connecting to the last byte."""
        self._operator = operator
        self._url = url.rstrip("/")
        self._key = key
        self._timeout = urllib3.Timeout(connect=CONNECT_S, read=read_s)
        self._total_s = read_s

    def file_request(self, filing: Filing) -> str:
        """File a request under our key: again is the same request."""
        answer = self._call("POST", "/requests", asdict(filing))
        return self._read(answer, WireRequest).external_id

    def cancel_request(self, request_key: str, external_id: str) -> None:
        """Cancel; a request that the operator never had is cancelled too."""
        path = f"/requests/{_word(external_id)}/cancel" if external_id else "/cancellations"
        try:
            self._call("POST", path, {"request_key": request_key})
        except PermanentError as refused:
            if external_id or refused.reason != "404":
                raise

    def order_commissioning(self, request_key: str, external_id: str, order_key: str) -> None:
        """Order the commissioning under our key: again is the same order."""
        body = {"request_key": request_key, "order_key": order_key}
        self._call("POST", f"/requests/{_word(external_id)}/commissioning", body)

    def send_complement(self, request_key: str, external_id: str, piece: str) -> None:
        """Say that the awaited piece is there."""
        body = {"request_key": request_key, "piece": piece}
        self._call("POST", f"/requests/{_word(external_id)}/complements", body)

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:
        """List the milestones of up to 100 requests, in one call."""
        if not 0 < len(external_ids) <= MOST_IN_A_BATCH:
            raise ValueError("1 to 100 requests in one call")
        raw = self._call("GET", f"/requests?ids={','.join(map(_word, external_ids))}")
        read: dict[str, tuple[RawMilestone, ...]] = {}
        unreadable: dict[str, str] = {}
        wanted = frozenset(external_ids)
        for entry in self._read(raw, WireList).requests:
            name, milestones, reason = _read_entry(entry)
            if reason:
                unreadable[name] = reason
            else:
                read[name] = milestones
        return Answer(_only(read, wanted), _only(unreadable, wanted))

    def _read[T](self, raw: bytes, wanted: type[T]) -> T:
        try:
            return msgspec.json.decode(raw, type=wanted)
        except NONSENSE as error:
            raise TransientError(self._operator, f"nonsense: {error}"[:150]) from error

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> bytes:
        payload = None if body is None else json.dumps(body, default=_plain).encode()
        begun_s = monotonic()
        status, raw = self._ask(method, path, payload, self._read_key(fresh=False), self._total_s)
        if status == UNAUTHORISED:
            key = self._read_key(fresh=True)
            left_s = self._total_s - (monotonic() - begun_s)
            if left_s <= 0:
                raise TransientError(self._operator, TOO_LONG)
            status, raw = self._ask(method, path, payload, key, left_s)
        return self._sorted(status, raw)

    def _read_key(self, *, fresh: bool) -> str:
        try:
            return self._key(fresh)
        except PermanentError as missing:
            raise TransientError(self._operator, f"no key: {missing.reason}") from missing

    def _ask(
        self, method: str, path: str, payload: bytes | None, key: str, left_s: float
    ) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        with within(left_s) as deadline:
            try:
                response = _pool().request(
                    method,
                    self._url + path,
                    body=payload,
                    headers=headers,
                    timeout=self._timeout,
                    preload_content=False,
                    decode_content=False,  # nothing packed was asked for
                    redirect=False,
                )
                raw = response.read(MOST_ANSWER_BYTES + 1)
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                why = TOO_LONG if deadline.is_over else type(error).__name__
                raise TransientError(self._operator, why) from error
        if deadline.is_over:
            response.close()
            raise TransientError(self._operator, TOO_LONG)
        if len(raw) > MOST_ANSWER_BYTES:
            response.close()
            raise TransientError(self._operator, "nonsense: answer too long")
        response.release_conn()
        return response.status, raw

    def _sorted(self, status: int, raw: bytes) -> bytes:
        if 200 <= status < 300:
            return raw
        if status in BUSY_STATUSES or status >= 500 or status < 400:
            raise TransientError(self._operator, str(status))
        raise PermanentError(self._operator, str(status))


def _word(external_id: str) -> str:
    """A reference within an address: some operators' may hold any sign."""
    return quote(external_id, safe="")


def _read_entry(entry: msgspec.Raw) -> tuple[str, tuple[RawMilestone, ...], str]:
    """One entry of a list: its external id, its milestones, or why they cannot be read."""
    try:
        read = msgspec.json.decode(entry, type=WireRequest)
        if any(one.external_id != read.external_id for one in read.milestones):
            return read.external_id, (), "a milestone of another request"
        if not all(is_in_reach(one.at) for one in read.milestones):
            return read.external_id, (), "a milestone of another age"
        return read.external_id, tuple(_raw(one) for one in read.milestones), ""
    except NONSENSE as error:
        return _name_of(entry), (), str(error)[:150]


def _name_of(entry: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(entry, type=WireName).external_id
    except NONSENSE:
        return ""


def _raw(one: WireMilestone) -> RawMilestone:
    return RawMilestone(
        SOURCE, one.external_id, one.number, one.code, one.label, one.at, one.details
    )


def _only[T](found: Mapping[str, T], wanted: frozenset[str]) -> dict[str, T]:
    return {name: one for name, one in found.items() if name in wanted}


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
