"""The connector of operators that only people reach: an agent does it and says so on a page."""

from collections.abc import Sequence

from chalicelib.operators.model import Answer, Filing


class ByHandConnector:
    """Nothing goes out and nothing comes in by itself. Keeps the port `Connector`."""

    can_poll = False
    confirms_orders = False

    def file_request(self, filing: Filing) -> str:  # noqa: ARG002 # the port gives it
        """An agent files it: its reference comes with the agent's word."""
        return ""

    def cancel_request(self, request_key: str, external_id: str) -> None:
        """An agent tells the operator."""

    def order_commissioning(self, request_key: str, external_id: str, order_key: str) -> None:
        """An agent orders it, and enters the milestone."""

    def send_complement(self, request_key: str, external_id: str, piece: str) -> None:
        """An agent sends it."""

    def list_milestones(self, external_ids: Sequence[str]) -> Answer:  # noqa: ARG002 # idem
        """Nobody to ask."""
        return Answer({})
