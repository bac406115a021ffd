"""To whom a notice goes, read from the accounts when it leaves."""

from chalicelib.accounts.contacts import find_contact
from chalicelib.accounts.find_firm import find_firm
from chalicelib.connection_mails.facts import Contact
from chalicelib.dossiers.model import Dossier
from chalicelib.notices.model import Addressee, Notice


def find_installer(notice: Notice, dossier: Dossier) -> Contact:
    """Give what a mail needs of the installer: the address to write to, or the firm's name.

    One read: a client's mail names the firm, an installer's goes to who made the dossier.
    """
    head = dossier.head
    if notice.addressee in {Addressee.CLIENT, Addressee.FORMER_CLIENT}:
        firm = find_firm(head.firm_id)
        return Contact("", firm.name if firm else "", head.client_language)
    person = find_contact(head.created_by, head.firm_id)
    return Contact(person.email, language=person.language) if person else Contact("")
