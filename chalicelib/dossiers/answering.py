"""How every endpoint of the JSON API answers with a whole dossier."""

from chalicelib.accounts.model import Person
from chalicelib.dossiers.model import Dossier
from chalicelib.reference.days import legal_day
from chalicelib.web.call import Reply

ANSWERS = "chalicelib.dossiers.answers"
"""The module of what the API gives of dossiers."""


def answer(dossier: Dossier, reader: Person, status: int = 200, **headers: str) -> Reply:
    """The dossier as its reader may know it, with its version as `ETag`."""
    from chalicelib.aws.clock import business_now
    from chalicelib.dossiers.view_dossier import view_dossier

    return Reply(
        view_dossier(dossier, legal_day(business_now(), dossier.head.postcode), reader.role),
        status,
        {"ETag": f'"{dossier.head.version}"', **headers},
    )
