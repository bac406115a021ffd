"""Mint the private link of a mail that leaves anyway: no row of its own, no further write."""

from chalicelib.aws.ids import new_token
from chalicelib.following.model import print_of, write_token


def mint_secret() -> tuple[str, str]:
    """Mint a secret for the mail, and its print for the mail's row."""
    secret = new_token()
    return secret, print_of(secret)


def following_path(dossier_id: str, secret: str) -> str:
    """Give the path of the page that a secret opens, such as `/suivi/…`."""
    return f"/suivi/{write_token(dossier_id, secret)}"
