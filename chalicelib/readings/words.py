"""What people read of each difference: what the two say, and what to do."""

from collections.abc import Mapping
from typing import Final

from chalicelib.readings.findings import Difference, DifferenceKind
from chalicelib.readings.weigh import label_of
from chalicelib.words.translation import _
from chalicelib.words.values import Value

SENTENCES: Final[Mapping[DifferenceKind, str]] = {
    DifferenceKind.FORM_AND_PAPER: _(
        "{label} : « {typed} » dans le formulaire, « {read} » sur le document (page {page}). "
        "Corrigez le formulaire, ou remplacez le document."
    ),
    DifferenceKind.PART_OF_NAME: _(
        "{label} : « {typed} » dans le formulaire, « {read} » sur le document (page {page}). "
        "Vérifiez que c’est bien la même personne, et corrigez ce qui diffère."
    ),
    DifferenceKind.WITH_STORAGE: _(
        "Le Consuel est violet, avec stockage ({read}, page {page}), mais le formulaire indique "
        "« {typed} ». Cochez la batterie physique dans le formulaire, ou déposez un Consuel bleu."
    ),
    DifferenceKind.WITHOUT_STORAGE: _(
        "Le Consuel est bleu, sans stockage ({read}, page {page}), mais le formulaire indique "
        "« {typed} ». Décochez la batterie physique dans le formulaire, ou déposez un Consuel violet."
    ),
    DifferenceKind.TWO_PAPERS: _(
        "{label} : « {typed} » sur un document, « {read} » sur un autre (page {page}). "
        "Remplacez celui qui n’est pas le bon."
    ),
    DifferenceKind.WRONG_PAPER: _(
        "Le document déposé se lit comme {read}, alors que {typed} est attendu ici. "
        "Remplacez-le s’il n’est pas à sa place."
    ),
    DifferenceKind.YOUNG_RECEIPT: _(
        "Le récépissé de la mairie est du {read} : il ne compte qu’après deux mois, à partir du "
        "{typed}. Attendez cette date, ou déposez la décision de non-opposition."
    ),
    DifferenceKind.OLD_BILL: _(
        "La facture est du {read}, elle a plus d’un an. Déposez une facture émise après le {typed}."
    ),
}


def explain(found: Difference) -> tuple[str, Mapping[str, Value]]:
    """Give a difference's sentence (a msgid) and the values of its places."""
    return SENTENCES[found.kind], {
        "label": label_of(found.field),
        "typed": found.typed,
        "read": found.read,
        "page": found.page,
    }
