"""The demonstration's library: PDFs that the real verdict accepts, published once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest

from chalicelib.accounts.enrol import enrol_user
from chalicelib.accounts.model import Role
from chalicelib.accounts.tokens import create_token
from chalicelib.aws.table import Table
from chalicelib.verdicts.verdict import FileKind
from chalicelib.verdicts.warm_child import WarmChild
from local.api_client import ApiClient
from local.shelf import PUBLICATIONS, ShelfStuck, draw_publication, stock_shelf
from tests.partner_library.worlds import World, make_world
from tests.portal import Answer, Portal, open_app

TODAY = date(2026, 3, 2)
KEYS = count()


@dataclass
class InProcess:
    """The agent's program without a network; what it sends is checked at once, by a rule."""

    portal: Portal
    world: World
    stored: bytes

    def get(self, path: str) -> Any:
        return self._read(self.portal.call("GET", path))

    def post(self, path: str, body: object = None, *, creates: bool = False) -> Any:
        key = f"shelf-{next(KEYS):06}"
        return self._read(self.portal.call("POST", path, body, Idempotency_Key=key))

    def send_file(self, path: str, told: object, name: str, kind: str, content: bytes) -> Any:
        ticket = self.post(path, told)
        self.world.check(self.world.put(ticket["fields"]["key"], self.stored))
        return ticket

    @staticmethod
    def _read(answer: Answer) -> Any:
        assert answer.status < 400, answer.body
        return answer.json()


def agent(table: Table, stored: bytes = b"good file") -> ApiClient:
    person = enrol_user(
        table,
        email="agent@essai.test",
        name="Agent",
        role=Role.AGENT,
        password="une phrase de passe",
    )
    token = create_token(person, "essai", table=table).secret
    client = InProcess(Portal(open_app(), token=token), make_world(table), stored)
    return cast(ApiClient, client)


@pytest.fixture(scope="module")
def child() -> Iterator[WarmChild]:
    with WarmChild() as warm:
        yield warm


@pytest.mark.parametrize("one", PUBLICATIONS, ids=lambda one: one.kind)
def test_each_document_is_a_pdf_that_the_verdict_accepts(
    one: Any, child: WarmChild, tmp_path: Path
) -> None:
    path = tmp_path / "original"
    path.write_bytes(draw_publication(one, TODAY))
    verdict = child.judge(path, one.file_name, frozenset(FileKind))
    assert (verdict.is_accepted, verdict.pages) == (True, 1)
    assert child.derive(path, FileKind.PDF, tmp_path / "served").is_accepted


def test_what_lacks_is_published_once(table: Table) -> None:
    client, told = agent(table), list[str]()
    for _ in range(2):
        stock_shelf(client, TODAY, told.append)
    items = client.get("/library")["items"]
    assert [one["title"] for one in items] == [one.title for one in PUBLICATIONS]
    assert all(one["current"]["number"] == 1 for one in items)
    assert len(told) == 1


def test_a_document_that_is_refused_is_said(table: Table) -> None:
    with pytest.raises(ShelfStuck, match="Charte"):
        stock_shelf(agent(table, b"wrong"), TODAY, print)
