"""What the library refuses, each in words that say what to do."""

from chalicelib.refusals import Refusal
from chalicelib.words.translation import _


class LibraryFull(Refusal):
    """The library holds as many documents as its one query reads."""

    code = "library-full"
    status = 409
    message = _(
        "La bibliothèque contient déjà {most} documents, ceux qui sont retirés compris. "
        "Réutilisez un document retiré : modifiez-le et déposez-y une nouvelle version."
    )


class TooManyVersions(Refusal):
    """The document has had as many uploads as its page reads."""

    code = "too-many-versions"
    status = 409
    message = _(
        "Ce document a déjà reçu {most} versions. Retirez-le et ajoutez un nouveau document."
    )


class KeyOfAnother(Refusal):
    """The idempotency key came back for something else."""

    code = "idempotency-key-reused"
    status = 422
    message = _("Cette clé d’idempotence a déjà servi pour un autre document : changez-la.")
