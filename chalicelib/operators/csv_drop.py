"""The connector of operators that exchange CSV files through an S3 drop.

What we say goes under `outbound/<operator>/`, one file each, under a name that repeats itself when
the same thing is said again; what they say comes under `inbound/<operator>/` (`read_drop.py`).
"""

import hashlib
from collections.abc import Callable, Sequence

from chalicelib.operators.model import Answer, Filing
from chalicelib.operators.outbound_file import Kind, write_request, write_word
from chalicelib.rows.objects import OUTBOUND

type PutFile = Callable[[str, bytes], None]
"""Puts a file in the drop, under its key."""


class CsvDropConnector:
    """An operator behind a drop of files. Keeps the port `Connector`."""

    can_poll = False
    confirms_orders = False

    def __init__(self, operator: str, put_file: PutFile) -> None:
        """`put_file` puts a file in the drop."""
        self._operator = operator
        self._put_file = put_file

    def file_request(self, filing: Filing) -> str:
        """Write the request's file; its reference comes back in a file of theirs."""
        self._put(Kind.REQUEST, filing.request_key, write_request(filing))
        return ""

    def cancel_request(self, request_key: str, external_id: str) -> None:
        """Write the cancellation's file."""
        raw = write_word(Kind.CANCELLATION, request_key, external_id)
        self._put(Kind.CANCELLATION, request_key, raw)

    def order_commissioning(self, request_key: str, external_id: str, order_key: str) -> None:
        """Write the order's file; the operator's own milestone says that it is ordered."""
        raw = write_word(Kind.ORDER, request_key, external_id, cleCommande=order_key)
        self._put(Kind.ORDER, order_key, raw)

    def send_complement(self, request_key: str, external_id: str, piece: str) -> None:
        """Write the file that tells of the awaited piece."""
        raw = write_word(Kind.COMPLEMENT, request_key, external_id, piece=piece)
        short = hashlib.sha256(piece.encode()).hexdigest()[:8]
        self._put(Kind.COMPLEMENT, f"{request_key}-{short}", raw)

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:  # noqa: ARG002 # the port gives it
        """They come by themselves."""
        return Answer({})

    def _put(self, kind: Kind, name: str, raw: bytes) -> None:
        self._put_file(OUTBOUND.key(self._operator, name, kind), raw)
