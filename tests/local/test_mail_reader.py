"""The local mail reader shows what the local cloud took, and lets nothing of it act."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from local.mail_messages import CloudSilent, fetch_messages, read_messages
from local.mail_reader import make_server

HOSTILE = "<html><head></head><body><script>alert(1)</script><p>Bonjour</p></body></html>"


def raw(number: int, **more: Any) -> dict[str, Any]:
    return {
        "MessageId": f"m{number}@email.amazonses.com",
        "Source": "Raccordo <raccordo@raccordo.test>",
        "To": [f"person{number}@client.test"],
        "CC": [],
        "BCC": [],
        "Subject": f"Objet <{number}>",
        "BodyText": "Bonjour,\n\nVotre dossier http://raccordo.localhost:4566/souscription/abc",
        "BodyHtml": HOSTILE,
        "Timestamp": 1_795_000_000.5 + number,
        "Type": "v2.SendEmail",
    } | more


ANSWER = {"messages": {"000000000000": [raw(1), raw(3)], "111111111111": [raw(2, BodyHtml=None)]}}


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Cloud(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = json.dumps(ANSWER).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server names it so
        pass


@pytest.fixture
def reader() -> Iterator[str]:
    with (
        serving(ThreadingHTTPServer(("127.0.0.1", 0), Cloud)) as cloud,
        serving(make_server(0, cloud)) as address,
    ):
        yield address


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def test_mails_of_every_account_are_listed_newest_first() -> None:
    assert [one.to for one in read_messages(ANSWER)] == [
        ("person3@client.test",),
        ("person2@client.test",),
        ("person1@client.test",),
    ]


def test_the_list_shows_subjects_as_text(reader: str) -> None:
    status, page, _ = get(reader)
    assert status == 200
    assert "Objet &lt;3&gt;" in page
    assert page.index("person3") < page.index("person1")


def test_a_list_can_be_of_one_address(reader: str) -> None:
    _, page, _ = get(f"{reader}/?a=person1@client.test")
    assert "Objet &lt;1&gt;" in page
    assert "Objet &lt;3&gt;" not in page


def test_a_mail_stands_in_a_sandboxed_frame_that_runs_nothing(reader: str) -> None:
    key = read_messages(ANSWER)[0].key
    _, page, _ = get(f"{reader}/mail/{key}")
    assert f'src="/html/{key}"' in page
    assert "allow-scripts" not in page
    _, framed, headers = get(f"{reader}/html/{key}")
    assert '<base target="_blank">' in framed
    assert headers["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert "script-src" not in headers["Content-Security-Policy"]


def test_a_text_is_shown_with_its_links(reader: str) -> None:
    key = read_messages(ANSWER)[1].key
    _, page, _ = get(f"{reader}/mail/{key}")
    assert 'href="http://raccordo.localhost:4566/souscription/abc"' in page


def test_a_foreign_name_for_this_address_is_refused(reader: str) -> None:
    assert get(reader, Host="evil.example")[0] == 403


def test_a_mail_that_is_gone_says_so(reader: str) -> None:
    assert get(f"{reader}/mail/nothing")[0] == 404


def test_a_silent_cloud_is_said_in_words() -> None:
    with pytest.raises(CloudSilent):
        fetch_messages("http://127.0.0.1:9")
    with serving(make_server(0, "http://127.0.0.1:9")) as address:
        status, page, _ = get(address)
    assert status == 502
    assert "make run" in page
