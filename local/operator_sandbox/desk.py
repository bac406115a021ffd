"""What the sandbox answers to each call: the rules of its API, without HTTP around them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from local.operator_sandbox import clock as time
from local.operator_sandbox.course import (
    Behaviour,
    Milestone,
    Request,
    Told,
    is_over,
    is_validated,
    milestones,
)
from local.operator_sandbox.shelf import Shelf

MOST_IN_A_LIST = 100
_MARKER = re.compile(r"\[sandbox:([a-z0-9_]+)\]")

Answer = tuple[int, object]
Body = dict[str, object]


class HangError(Exception):
    """This call is to be left without an answer."""


class Desk:
    """Answers calls on requests; each method gives a status and a body."""

    def __init__(self, shelf: Shelf, real_now: Callable[[], datetime] = time.real_now) -> None:
        """A desk over kept requests; `real_now` is for tests."""
        self._shelf = shelf
        self._real_now = real_now

    def now(self) -> datetime:
        """The sandbox's business time."""
        return self._shelf.clock().now(self._real_now())

    def show_clock(self) -> Answer:
        """The business time and its factor."""
        return 200, {"now": self.now().isoformat(), "factor": self._shelf.clock().factor}

    def set_clock(self, body: Body) -> Answer:
        """Tells the clock `now`, `factor` or both."""
        try:
            now = time.read_instant(body["now"]) if "now" in body else None
            factor = time.read_factor(body["factor"]) if "factor" in body else None
        except time.ClockUnreadableError as wrong:
            return _problem(422, "unreadable", str(wrong))
        self._shelf.keep_clock(self._shelf.clock().set_to(self._real_now(), now, factor))
        return self.show_clock()

    def set_fault(self, body: Body) -> Answer:
        """From now on every call fails: mode error500, nonsense, timeout, or null to be well again."""
        mode, remaining = body.get("mode"), body.get("remaining")
        if mode not in {None, "error500", "nonsense", "timeout"} or not isinstance(
            remaining, int | None
        ):
            return _problem(422, "unreadable", "mode, remaining")
        self._shelf.keep_fault(None if mode is None else str(mode), remaining)
        return 200, {"mode": mode, "remaining": remaining}

    def file(self, body: Body) -> Answer:
        """Files a request under its filer's key; the same key again answers the same request."""
        key = body.get("request_key")
        if not isinstance(key, str) or not 1 <= len(key) <= 100:
            return _problem(422, "unreadable", "request_key")
        if not re.fullmatch(r"[0-9]{14}", str(body.get("pdl", ""))):
            return _problem(422, "unreadable", "pdl")
        request, new = self._shelf.file(key, body, _wanted_behaviour(body), self.now())
        if new and request.behaviour is Behaviour.LOST_REPLY:
            return _problem(500, "lost_reply", key)
        return 201 if new else 200, self._entry(request)

    def show(self, external_id: str) -> Answer:
        """One request with its milestones."""
        request = self._shelf.find(external_id)
        return (200, self._entry(request)) if request else _problem(404, "unknown", external_id)

    def list_requests(self, ids: list[str]) -> Answer:
        """Up to a hundred requests with their milestones; unknown ids apart."""
        if not 1 <= len(ids) <= MOST_IN_A_LIST:
            return _problem(422, "unreadable", f"ids: 1..{MOST_IN_A_LIST}")
        found = [one for one in map(self._shelf.find, ids) if one]
        behaviours = {one.behaviour for one in found}
        if Behaviour.TIMEOUT in behaviours:
            raise HangError
        if Behaviour.ERROR500 in behaviours:
            return _problem(500, "error500", "")
        known = {one.external_id for one in found}
        unknown = [one for one in ids if one not in known]
        return 200, {"requests": [self._listed(one) for one in found], "unknown": unknown}

    def set_behaviour(self, external_id: str, body: Body) -> Answer:
        """Decides how a request turns out."""

        def decide(request: Request) -> Request | Answer:
            try:
                return replace(request, behaviour=Behaviour(str(body.get("behaviour"))))
            except ValueError:
                return _problem(422, "unreadable", "behaviour")

        return self._change(external_id, decide)

    def complement(self, external_id: str, body: Body) -> Answer:
        """Receives a piece that was asked; the same piece again changes nothing."""
        piece = str(body.get("piece", ""))

        def decide(request: Request) -> Request | Answer:
            if any(one.what == piece for one in request.complements) or is_over(
                request, self.now()
            ):
                return request
            return replace(request, complements=(*request.complements, Told(piece, self.now())))

        return self._change(external_id, decide)

    def order(self, external_id: str, body: Body) -> Answer:
        """Orders the commissioning; the same order key again changes nothing."""
        key = str(body.get("order_key", ""))

        def decide(request: Request) -> Request | Answer:
            if any(one.what == key for one in request.orders):
                return request
            if not key or not is_validated(request, self.now()):
                return _problem(409, "not_validated", external_id)
            return replace(request, orders=(*request.orders, Told(key, self.now())))

        return self._change(external_id, decide)

    def cancel(self, external_id: str, _body: Body) -> Answer:
        """Cancels a request that is not over; again changes nothing."""

        def decide(request: Request) -> Request | Answer:
            if request.cancelled_at is not None:
                return request
            if is_over(request, self.now()):
                return _problem(409, "over", external_id)
            return replace(request, cancelled_at=self.now())

        return self._change(external_id, decide)

    def cancel_by_key(self, body: Body) -> Answer:
        """Cancels the request filed under a key, whose external id the filer may not know."""
        request = self._shelf.find_by_key(str(body.get("request_key", "")))
        if request is None:
            return _problem(404, "unknown", "request_key")
        return self.cancel(request.external_id, body)

    def _change(self, external_id: str, decide: Callable[[Request], Request | Answer]) -> Answer:
        request = self._shelf.find(external_id)
        if request is None:
            return _problem(404, "unknown", external_id)
        decided = decide(request)
        if not isinstance(decided, Request):
            return decided
        if decided != request:
            self._shelf.keep(decided)
        return 200, self._entry(decided)

    def _listed(self, request: Request) -> object:
        if request.behaviour is Behaviour.NONSENSE:
            return {
                "external_id": request.external_id,
                "milestones": "<html>Service indisponible</html>",
            }
        return self._entry(request)

    def _entry(self, request: Request) -> Body:
        return {
            "external_id": request.external_id,
            "request_key": request.key,
            "milestones": [
                _wire(request, number, one)
                for number, one in enumerate(milestones(request, self.now()), start=1)
            ],
        }


def _wire(request: Request, number: int, one: Milestone) -> list[object]:
    return [request.external_id, number, one.code, one.label, one.at.isoformat(), one.details]


def _wanted_behaviour(body: Body) -> Behaviour:
    """The marker `[sandbox:…]` in the comment, for a dossier's first request; its next ones are nominal."""
    found = _MARKER.search(str(body.get("comment", "")))
    if found is None or body.get("attempt", 1) != 1:
        return Behaviour.NOMINAL
    return Behaviour(found[1]) if found[1] in set(Behaviour) else Behaviour.NOMINAL


def _problem(status: int, code: str, detail: str) -> Answer:
    return status, {"code": code, "detail": detail}
