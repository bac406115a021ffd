"""The public JSON API as a partner's program calls it: a bearer token, JSON, files straight to S3."""

import uuid
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

type Answer = dict[str, Any]


class CallRefused(Exception):
    """The API refused a call; the text is its problem document's title and fields."""


class ApiClient:
    """Somebody's program at the API. `connect_to` is where the portal's name listens."""

    def __init__(self, address: str, connect_to: str, token: str) -> None:
        """Open a client that shows this bearer token."""
        headers = {"Host": urlsplit(address).netloc, "Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=f"{connect_to}/api/v1", headers=headers, timeout=60)

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def get(self, path: str) -> Answer:
        """Read."""
        return self._read(self._http.get(path))

    def post(self, path: str, body: Answer | None = None, *, creates: bool = False) -> Answer:
        """Act; with `creates`, under an idempotency key of its own."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} if creates else {}
        return self._read(self._http.post(path, json=body, headers=headers))

    def upload(self, dossier_id: str, slot: str, name: str, kind: str, content: bytes) -> Answer:
        """Ask for a slot's signed form and send the file straight to the bucket with it."""
        told = {"slot": slot, "file_name": name, "size_bytes": len(content)}
        return self.send_file(f"/dossiers/{dossier_id}/pieces", told, name, kind, content)

    def send_file(self, path: str, told: Answer, name: str, kind: str, content: bytes) -> Answer:
        """Announce a file at `path`, and send it straight to the bucket by the form that comes back."""
        ticket = self.post(path, told, creates=True)
        file = {"file": (name, content, kind)}
        answer = httpx.post(ticket["url"], data=ticket["fields"], files=file, timeout=60)
        if answer.status_code >= 300:
            raise CallRefused(f"upload of {name}: {answer.status_code} {answer.text[:300]}")
        return ticket

    def _read(self, answer: httpx.Response) -> Answer:
        if answer.status_code >= 400:
            raise CallRefused(
                f"{answer.request.url.path}: {answer.status_code} {answer.text[:600]}"
            )
        return cast(Answer, answer.json())
