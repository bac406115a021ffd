"""Dossiers of demonstrations that were cut short: carried to their end beside the new one.

The supervisor and the jobs carry any dossier on by themselves; what is missing is the person who
sends the Consuel's attestation. Only the demonstration's own client is played again: what
somebody made by hand in the portal is left alone.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from local.api_client import ApiClient

UNDER_WAY = ("en_traitement_grd", "mes_en_attente", "mise_en_service_commandee")
PATIENCE_S = 90

type SendConsuel = Callable[[str], None]


@dataclass(slots=True)
class Earlier:
    """What was under way before, what was sent for it, and until when it is waited for."""

    client: ApiClient
    send_consuel: SendConsuel
    open_ids: set[str]
    sent: set[str] = field(default_factory=set)
    until: float = 0.0

    def help_along(self) -> list[str]:
        """Send what a validated dossier lacks; give the references of those just finished."""
        finished = []
        for dossier_id in sorted(self.open_ids):
            dossier = self.client.get(f"/dossiers/{dossier_id}")
            reached = {one["milestone"] for one in dossier["timeline"]["stages"] if one["at"]}
            if "commissioned" in reached:
                self.open_ids.discard(dossier_id)
                finished.append(str(dossier["reference"]))
            elif "request_validated" in reached and not self._has_consuel(dossier_id, reached):
                self.sent.add(dossier_id)
                self.send_consuel(dossier_id)
        return finished

    def is_waited_for(self) -> bool:
        """Whether something is still under way, for a while after the first question."""
        self.until = self.until or time.monotonic() + PATIENCE_S
        return bool(self.open_ids) and time.monotonic() < self.until

    def _has_consuel(self, dossier_id: str, reached: set[str]) -> bool:
        return "consuel_accepted" in reached or dossier_id in self.sent


def find_earlier(client: ApiClient, name: str, city: str, send_consuel: SendConsuel) -> Earlier:
    """Find the demonstration client's dossiers that are under way."""
    pages = (client.get(f"/dossiers?status={status}") for status in UNDER_WAY)
    heads = (head for page in pages for head in page["dossiers"])
    ours = (head for head in heads if (head["last_name"], head["city"]) == (name, city))
    return Earlier(client, send_consuel, {str(head["id"]) for head in ours})
