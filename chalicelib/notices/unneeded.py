"""Why a mail that was queued is not sent after all."""


class Unneeded(Exception):
    """The mail has lost its purpose or its addressee; `reason` is one word that says why."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason
