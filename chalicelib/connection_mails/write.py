"""Write a dossier's mail: to whom it goes now, what it says, the links that it carries."""

from chalicelib.connection_mails.addressee import find_installer
from chalicelib.connection_mails.facts import (
    MINTS_LINK,
    carries_following,
    find_addressee,
    gather_facts,
    why_not,
)
from chalicelib.dossiers.kinds import Milestone
from chalicelib.dossiers.model import Dossier
from chalicelib.following.mint_link import following_path
from chalicelib.notices.address import print_mail_address
from chalicelib.notices.mails import Letter, Writing
from chalicelib.notices.model import Addressee, Notice
from chalicelib.notices.unneeded import Unneeded
from chalicelib.notices.unreachable import find_unreachable
from chalicelib.settings import load_settings
from chalicelib.subscription.mint_link import mint_link
from chalicelib.words.translation import in_language


def write_letter(notice: Notice, dossier: Dossier, writing: Writing) -> Letter:
    """Write a notice's mail from the dossier as it is; Unneeded when it has lost its purpose."""
    reason = why_not(notice, dossier)
    if reason:
        raise Unneeded(reason)
    installer = (writing.find_contact or find_installer)(notice, dossier)
    to = find_addressee(notice, dossier, installer, writing.said)
    if not to:
        raise Unneeded("no_address")
    unreachable = find_unreachable(writing.table, print_mail_address(to), writing.now)
    if unreachable:
        raise Unneeded(f"address_{unreachable}")
    portal_url = load_settings().portal_url
    with in_language(installer.language):
        facts = gather_facts(notice, dossier, installer, portal_url=portal_url, said=writing.said)
    if notice.kind in MINTS_LINK:
        path, expires_at = mint_link(dossier.head, table=writing.table, now=writing.now)
        facts |= {"subscription_url": portal_url.rstrip("/") + path, "link_ends_on": expires_at}
    if carries_following(notice):
        path = following_path(dossier.head.dossier_id, writing.secret)
        facts |= {"following_url": portal_url.rstrip("/") + path}
    signed = dossier.reached(Milestone.SUBSCRIPTION_SIGNED)
    confirmed = notice.addressee is not Addressee.CLIENT or bool(signed)
    return Letter(to, facts, installer.language, dossier.head.firm_id, confirmed)
