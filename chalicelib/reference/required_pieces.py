"""The pieces that a dossier needs, as dated data: what each is, where to find it, when it is due.

Sources: guide Urban Solar (bill, town-hall proof, photos, Consuel as PDF only), guide MyLight
(attestation of power limiting, other documents that an operator asks for), practice for the
rest. Which slots a dossier has follows from its answers; adding one is adding a line here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

MIB: Final = 1024 * 1024


class Due(StrEnum):
    """By when a piece is due."""

    SUBMIT = "submit"
    DSO_REQUEST = "dso_request"
    COMMISSIONING = "commissioning"
    NEVER = "never"


class Format(StrEnum):
    """The formats that a slot may take."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


ANY_FORMAT: Final = (Format.PDF, Format.PNG, Format.JPEG)
EXTENSIONS: Final[Mapping[Format, tuple[str, ...]]] = {
    Format.PDF: (".pdf",),
    Format.PNG: (".png",),
    Format.JPEG: (".jpg", ".jpeg"),
}

type Answer = object
type Form = Mapping[str, Mapping[str, Answer]]
"""The form's values by step, as the dossier keeps them."""


def _(msgid: str) -> str:
    """Mark a French text for the catalogue; reference data stand below the web's own marker."""
    return msgid


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece to hand in.

    `stand_in` names the field of step 5 whose answer may stand in for the piece until it is
    due. `most_files` bounds how many files may stand in the slot at once.
    """

    code: str
    label: str
    hint: str
    where: str
    due: Due
    formats: tuple[Format, ...] = ANY_FORMAT
    most_bytes: int = 50 * MIB
    most_files: int = 1
    stand_in: str = ""
    valid_from: date = date(2023, 1, 1)
    source: str = "guide Urban Solar"

    @property
    def is_several(self) -> bool:
        """Say whether several files stand side by side, rather than the last replacing the first."""
        return self.most_files > 1

    @property
    def extensions(self) -> tuple[str, ...]:
        """List the extensions that the slot takes, each with its dot."""
        return tuple(extension for one in self.formats for extension in EXTENSIONS[one])


BILL: Final = Slot(
    code="facture",
    label=_("Facture d’électricité du client"),
    hint=_("Toutes les pages, de moins d’un an, au nom du titulaire du contrat."),
    where=_(
        "Dans l’espace client de son fournisseur, rubrique « Factures ». "
        "Le PDL à 14 chiffres y figure."
    ),
    due=Due.SUBMIT,
    most_files=3,
)
PHOTO_OF_PLANT: Final = Slot(
    code="photo_installation",
    label=_("Photo de l’installation"),
    hint=_("Les panneaux posés, vus en entier."),
    where=_("À prendre sur place, de jour, avec un téléphone."),
    due=Due.SUBMIT,
    most_files=6,
)
PHOTO_OF_METER: Final = Slot(
    code="photo_compteur",
    label=_("Photos du compteur, du disjoncteur et du coffret"),
    hint=_("Le compteur, le disjoncteur et le coffret de viabilisation, lisibles."),
    where=_("À prendre sur place : une photo de chacun, ou une seule s’ils sont ensemble."),
    due=Due.SUBMIT,
    most_files=6,
)
TOWN_HALL: Final = Slot(
    code="mairie",
    label=_("Document de la mairie"),
    hint=_(
        "Déclaration préalable, non-opposition à la déclaration préalable, "
        "ou récépissé de plus de 2 mois."
    ),
    where=_("Remis ou envoyé par la mairie ; en ligne, sur le guichet d’urbanisme de la commune."),
    due=Due.DSO_REQUEST,
    most_files=3,
)
CONSUEL: Final = Slot(
    code="consuel",
    label=_("Attestation Consuel visée"),
    hint=_("En PDF seulement. Le numéro de la demande suffit pour envoyer le dossier."),
    where=_("Dans votre espace Consuel, une fois l’attestation visée."),
    due=Due.COMMISSIONING,
    formats=(Format.PDF,),
    stand_in="consuel_request_number",
)
LIMITING: Final = Slot(
    code="attestation_bridage",
    label=_("Attestation de bridage"),
    hint=_(
        "La puissance installée dépasse la puissance de raccordement : "
        "l’attestation dit à combien l’installation est limitée."
    ),
    where=_("Établie par vous ou par le fabricant des onduleurs."),
    due=Due.DSO_REQUEST,
    source="guide MyLight",
)
OTHER: Final = Slot(
    code="autre",
    label=_("Autre document"),
    hint=_("Ce que la mairie ou le gestionnaire de réseau a demandé en plus."),
    where=_("Seulement si cela vous a été demandé."),
    due=Due.NEVER,
    most_files=10,
    source="guide MyLight",
)


def _always(_form: Form) -> bool:
    return True


def _is_over_powered(form: Form) -> bool:
    """Say whether more is installed than connected (guide MyLight: an attestation is needed)."""
    plant = form.get("plant", {})
    installed = plant.get("installed_power_kva")
    connected = plant.get("connection_power_kva")
    if not isinstance(installed, int | Decimal) or not isinstance(connected, int | Decimal):
        return False
    return installed > connected


NEEDED_WHEN: Final[Sequence[tuple[Slot, Callable[[Form], bool]]]] = (
    (BILL, _always),
    (PHOTO_OF_PLANT, _always),
    (PHOTO_OF_METER, _always),
    (TOWN_HALL, _always),
    (CONSUEL, _always),
    (LIMITING, _is_over_powered),
    (OTHER, _always),
)
"""Each slot, and when a dossier has it, in the order in which they are shown."""


def required_slots(form: Form, operator: str, on: date) -> tuple[Slot, ...]:
    """List the slots of a dossier with these answers, for this operator, on this day.

    No operator is known to ask for other pieces at the outset: what one asks for later comes as
    a piece to hand in (`autre`, or a slot that exists).
    """
    del operator  # the same for all today; the next one that differs adds its column here
    return tuple(slot for slot, needed in NEEDED_WHEN if slot.valid_from <= on and needed(form))


def find_slot(slots: Sequence[Slot], code: str) -> Slot | None:
    """Find a slot by its code among those of a dossier."""
    return next((slot for slot in slots if slot.code == code), None)
