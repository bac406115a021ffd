"""The local mail reader: a small web page with the mails of the local cloud, as people read them.

    python -m local.mail_reader --port 4580 --cloud http://127.0.0.1:4566

It listens on loopback only. A mail's HTML is shown in a sandboxed frame: it runs no script,
loads nothing from elsewhere, and its links open in a new tab.
"""

import argparse
import signal
import sys
import threading
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from local.mail_messages import (
    CloudSilent,
    Message,
    fetch_messages,
    list_addresses,
    mail_path,
    only_to,
)

FILES = Path(__file__).parent / "mail_pages"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'"
)
LINKS_APART = '<base target="_blank">'


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FILES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["mail_path"] = mail_path
    return environment


def show_mails(
    messages: tuple[Message, ...], chosen: Message | None, to: str, *, as_text: bool
) -> str:
    """Show the list of mails to one address (all when empty), and the chosen one beside it."""
    listed = only_to(messages, to)
    return (
        _environment()
        .get_template("page.html")
        .render(
            messages=listed,
            total=len(messages),
            addresses=list_addresses(messages),
            chosen=chosen,
            to=to,
            as_text=as_text or bool(chosen and not chosen.html),
            trouble="",
        )
    )


def show_trouble(trouble: str) -> str:
    """Show that there is nothing to read, and why."""
    return (
        _environment()
        .get_template("page.html")
        .render(
            messages=(), total=0, addresses=(), chosen=None, to="", as_text=False, trouble=trouble
        )
    )


def frame_of(message: Message) -> str:
    """Give a mail's HTML for its frame, its links opening apart."""
    html = message.html or f"<pre>{escape(message.text)}</pre>"
    head, opening, rest = html.partition("<head>")
    return f"{head}{opening}{LINKS_APART}{rest}" if opening else LINKS_APART + html


class Reader(BaseHTTPRequestHandler):
    """Answers a browser: the list, one mail in it, a mail's HTML by itself, the style sheet."""

    cloud = ""
    server_version = "mail-reader"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer one request."""
        if not self._is_ours():
            self._send(HTTPStatus.FORBIDDEN, "text/plain", "Adresse inattendue.")
            return
        parts = urlsplit(self.path)
        if parts.path == "/style.css":
            self._send(HTTPStatus.OK, "text/css", (FILES / "style.css").read_text())
            return
        try:
            messages = fetch_messages(self.cloud)
        except CloudSilent:
            trouble = f"Le nuage local ne répond pas ({self.cloud}). Lancez « make run »."
            self._send(HTTPStatus.BAD_GATEWAY, "text/html", show_trouble(trouble))
            return
        self._show(parts.path, parse_qs(parts.query), messages)

    def _is_ours(self) -> bool:
        """Refuse other names for this address: a foreign page must not read mails through one."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        return host in {"127.0.0.1", "localhost", "[::1]"} or host.endswith(".localhost")

    def _show(
        self, path: str, query: Mapping[str, list[str]], messages: tuple[Message, ...]
    ) -> None:
        to = query.get("a", [""])[0]
        kind, _, key = path.strip("/").partition("/")
        chosen = next((one for one in messages if one.key == key), None)
        if kind == "html" and chosen:
            self._send(HTTPStatus.OK, "text/html", frame_of(chosen), MAIL_POLICY)
        elif kind == "" or (kind == "mail" and chosen):
            as_text = query.get("vue") == ["texte"]
            page = show_mails(messages, chosen, to, as_text=as_text)
            self._send(HTTPStatus.OK, "text/html", page)
        else:
            trouble = "Ce mail n’est plus là : l’état local a été remis à zéro."
            self._send(HTTPStatus.NOT_FOUND, "text/html", show_trouble(trouble))

    def _send(
        self, status: HTTPStatus, content_type: str, body: str, policy: str = PAGE_POLICY
    ) -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server names it so
        """Keep quiet: addresses of mails are nobody's log."""


def make_server(port: int, cloud: str) -> ThreadingHTTPServer:
    """Make the reader's server on loopback; OSError when the port is taken."""
    reader = type("ReaderOfCloud", (Reader,), {"cloud": cloud})
    server = ThreadingHTTPServer(("127.0.0.1", port), reader)
    server.daemon_threads = True
    return server


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description="Shows the mails of the local cloud.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--cloud", required=True, help="such as http://127.0.0.1:4566")
    chosen = parser.parse_args()
    try:
        server = make_server(chosen.port, chosen.cloud)
    except OSError:
        sys.exit(f"Port {chosen.port} is taken: choose another one for the mail reader.")
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"Mail reader: http://127.0.0.1:{chosen.port}/", flush=True)
    server.serve_forever()
    server.server_close()


if __name__ == "__main__":
    main()
