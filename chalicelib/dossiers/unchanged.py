"""Conditions by which other rooms write something only while a dossier is as they read it."""

from chalicelib.aws.items import Check
from chalicelib.dossiers.model import Head
from chalicelib.rows.cases import ERASURE, HEAD


def check_version(head: Head) -> Check:
    """Refuse a transaction once anything happened to the dossier since its head was read."""
    return Check(*HEAD.key(head.dossier_id), expect={"version": head.version})


def check_no_erasure(dossier_id: str) -> Check:
    """Refuse a transaction once the erasure of the dossier's person was asked for."""
    return Check(*ERASURE.key(dossier_id), absent=True)
