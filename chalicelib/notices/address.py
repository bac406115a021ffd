"""An address as we remember that it refuses our mails: a fingerprint, never the address."""

import hashlib


def print_mail_address(email: str) -> str:
    """Fingerprint an address, whatever its capitals."""
    return hashlib.sha256(f"mail\x00{email.strip().casefold()}".encode()).hexdigest()
