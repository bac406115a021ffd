"""What tests of the deployed stack do alike: wait for its functions, post a file as a browser does."""

import time
from collections.abc import Callable

import httpx

from chalicelib.aws.bucket import SignedPost

PATIENCE_S = 120


def wait_for[T](what: Callable[[], T]) -> T:
    """Wait until something holds, within a bound, and give it."""
    until = time.monotonic() + PATIENCE_S
    while not (found := what()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.3)
    return found


def post_file(form: SignedPost, content: bytes) -> None:
    """Post a file with a signed form."""
    answer = httpx.post(
        form.url,
        data=dict(form.fields),
        files={"file": ("facture.pdf", content, "application/pdf")},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
