"""The texts a client agrees to: dated, never changed once signed, known by id, version and hash.

A new wording is a new version with its own first day; the old one stays, so that what was
signed can be shown again word for word. They are French contracts, not messages: no catalogue
translates them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TextId(StrEnum):
    """What there is to agree to."""

    ADHESION = "adhesion"
    MANDATE = "mandate"
    SUPPLIER_CHANGE = "supplier_change"
    EARLY_START = "early_start"


OPTIONAL = frozenset({TextId.EARLY_START})
"""What a client may leave unticked and sign all the same: the rest waits for it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One version of one text. `consent` is the sentence beside its box."""

    text_id: TextId
    version: str
    valid_from: date
    title: str
    paragraphs: tuple[str, ...]
    consent: str

    @property
    def sha256(self) -> str:
        """Hash the whole wording as it is shown: title, paragraphs and consent, one a line."""
        whole = "\n".join((self.title, *self.paragraphs, self.consent))
        return hashlib.sha256(whole.encode()).hexdigest()


TEXTS: tuple[Text, ...] = (
    Text(
        TextId.ADHESION,
        "2026-01",
        date(2026, 1, 1),
        "Adhésion à l’offre de stockage virtuel",
        (
            (
                "L’électricité que votre installation produit et que vous ne consommez pas tout de "
                "suite part sur le réseau. Avec le stockage virtuel, chaque kilowattheure ainsi "
                "injecté est compté pour vous, et vous le retrouvez quand vous en avez besoin. Aucun "
                "appareil n’est à installer pour cela."
            ),
            (
                "Le stockage virtuel commence le jour de la mise en service de votre installation par "
                "le gestionnaire du réseau. Avant ce jour, rien n’est compté ni facturé à ce titre."
            ),
            (
                "Votre signature nous permet d’instruire votre dossier. Si le raccordement n’est pas "
                "possible, ou si le dossier est annulé avant la mise en service, votre adhésion prend "
                "fin sans frais."
            ),
            (
                "Si vous êtes un particulier, vous disposez de quatorze jours pour vous rétracter, "
                "sans avoir à vous justifier (Code de la consommation, article L221-18)."
            ),
        ),
        "J’ai lu l’offre de stockage virtuel et j’y adhère.",
    ),
    Text(
        TextId.MANDATE,
        "2026-01",
        date(2026, 1, 1),
        "Mandat de représentation pour le raccordement",
        (
            (
                "Vous nous chargez de faire en votre nom, auprès du gestionnaire du réseau, les "
                "démarches du raccordement de cette installation : déposer la demande, la compléter, "
                "recevoir les réponses, accepter la proposition qui n’entraîne pas de frais pour vous "
                "et commander la mise en service."
            ),
            (
                "Ce mandat ne vaut que pour cette installation et pour ce point de livraison. Il prend "
                "fin à la mise en service, à l’annulation du dossier, ou dès que vous nous demandez "
                "d’y mettre fin."
            ),
            (
                "Toute proposition qui aurait un coût vous est soumise : nous ne vous engageons à "
                "aucune dépense."
            ),
        ),
        "Je donne mandat pour représenter ma demande de raccordement.",
    ),
    Text(
        TextId.SUPPLIER_CHANGE,
        "2026-01",
        date(2026, 1, 1),
        "Changement de fournisseur d’électricité",
        (
            (
                "Le stockage virtuel va avec la fourniture d’électricité du même point de livraison. "
                "Comme vous avez déjà un contrat, nous faisons le changement pour vous : votre ancien "
                "contrat se résilie de lui-même, sans coupure et sans que vous ayez à écrire à qui que "
                "ce soit."
            ),
            (
                "Le changement a lieu au plus tôt à la mise en service de votre installation. Votre "
                "ancien fournisseur vous envoie alors une facture de clôture."
            ),
        ),
        "J’accepte le changement de fournisseur d’électricité pour ce point de livraison.",
    ),
    Text(
        TextId.EARLY_START,
        "2026-01",
        date(2026, 1, 1),
        "Demande de commencer sans attendre la fin du délai de rétractation",
        (
            (
                "Vous avez quatorze jours pour vous rétracter à compter de votre signature (Code de la "
                "consommation, articles L221-18 et L221-19). Nous ne commençons les démarches avant la "
                "fin de ce délai que si vous le demandez expressément (article L221-25)."
            ),
            (
                "Si vous le demandez, vous gardez votre droit de rétractation. Si vous l’exercez, vous "
                "ne devez que ce qui a été fourni jusque-là ; avant la mise en service, rien n’est "
                "facturé au titre du stockage virtuel. Vous n’auriez plus ce droit si le contrat avait "
                "été pleinement exécuté avant la fin du délai."
            ),
            (
                "Si vous ne le demandez pas, votre signature vaut tout autant : la demande de "
                "raccordement part à la fin du délai."
            ),
        ),
        (
            "Je demande que les démarches commencent dès maintenant, sans attendre la fin de mon délai "
            "de rétractation, et je reconnais que je n’aurai plus ce droit une fois le contrat "
            "pleinement exécuté."
        ),
    ),
)


def texts_on(day: date, *, has_contract: bool, is_consumer: bool) -> tuple[Text, ...]:
    """List the texts to agree to on a day, in the order they are read.

    The change of supplier is only asked of a client who has a contract (guide Urban Solar); the
    early start only of a consumer, who may withdraw (Code de la consommation, L221-25).
    """
    current = {text.text_id: text for text in _by_date(TEXTS) if text.valid_from <= day}
    asked = [TextId.ADHESION, TextId.MANDATE]
    if has_contract:
        asked.append(TextId.SUPPLIER_CHANGE)
    if is_consumer:
        asked.append(TextId.EARLY_START)
    return tuple(current[text_id] for text_id in asked)


def find_text(text_id: str, version: str) -> Text | None:
    """Find the very wording that somebody signed."""
    same = (text for text in TEXTS if (text.text_id, text.version) == (text_id, version))
    return next(same, None)


def _by_date(texts: Iterable[Text]) -> list[Text]:
    return sorted(texts, key=lambda text: text.valid_from)
