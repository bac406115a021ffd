"""What the stage alone can sign, of what it leaves with a browser."""

import logging

from chalicelib.aws.secrets import SIGNING, read_secret
from chalicelib.aws.trouble import OutsideTrouble

log = logging.getLogger(__name__)


def read_signing_secret() -> str:
    """Read the stage's own secret; empty when the store does not give it, and nothing is signed then."""
    try:
        return read_secret(SIGNING)
    except OutsideTrouble as trouble:
        log.error(
            "a message is left out", extra={"service": trouble.service, "why": trouble.reason}
        )
        return ""
