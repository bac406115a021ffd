"""Step 4, panels and inverters, and step 5's own fields (its documents are slots, not fields)."""

from decimal import Decimal

from chalicelib.form.field_kinds import Due, Field, Kind, Part, Rows, StepForm
from chalicelib.form.steps import Step
from chalicelib.words.translation import _

LEAST_PRELOAD_KWH = Decimal(1000)
MOST_PRELOAD_KWH = Decimal(5000)

INVERTERS = Rows(
    name="inverters",
    label=_("Onduleurs"),
    one=_("Onduleur"),
    add=_("Ajouter un onduleur"),
    hint=_("Une ligne par modèle."),
    fields=(
        Field(
            name="count",
            label=_("Nombre d’onduleurs"),
            kind=Kind.WHOLE,
            due=Due.EVERYONE,
            least=Decimal(1),
            most=Decimal(10000),
        ),
        Field(name="brand", label=_("Marque des onduleurs"), due=Due.EVERYONE, max_length=60),
        Field(name="model", label=_("Modèle des onduleurs"), due=Due.EVERYONE, max_length=80),
        Field(
            name="unit_power_kva",
            label=_("Puissance d’un onduleur"),
            kind=Kind.NUMBER,
            unit="kVA",
            least=Decimal("0.05"),
            most=Decimal(5000),
            decimals=3,
            hint=_("Facultatif : permet de vérifier la puissance installée."),
        ),
    ),
)

PANELS = Rows(
    name="panels",
    label=_("Panneaux"),
    one=_("Panneaux"),
    add=_("Ajouter des panneaux"),
    hint=_("Une ligne par modèle."),
    fields=(
        Field(
            name="type",
            label=_("Type de panneaux"),
            due=Due.EVERYONE,
            max_length=60,
            suggestions=(_("Monocristallin"), _("Polycristallin"), _("Couche mince")),
        ),
        Field(name="brand", label=_("Marque de panneaux"), due=Due.EVERYONE, max_length=60),
        Field(name="model", label=_("Modèle de panneaux"), due=Due.EVERYONE, max_length=80),
        Field(
            name="count",
            label=_("Nombre de panneaux"),
            kind=Kind.WHOLE,
            due=Due.EVERYONE,
            least=Decimal(1),
            most=Decimal(100000),
        ),
        Field(
            name="unit_power_w",
            label=_("Puissance unitaire"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="W",
            least=Decimal(1),
            most=Decimal(2000),
            decimals=1,
        ),
    ),
)

EQUIPMENT = StepForm(
    Step.EQUIPMENT,
    4,
    _("Panneaux et onduleurs"),
    _("Matériel"),
    (
        Part(_("Panneaux"), (PANELS,)),
        Part(_("Onduleurs"), (INVERTERS,)),
        Part(
            _("Protection"),
            (
                Field(
                    name="panel_protection",
                    label=_("Système de protection des panneaux"),
                    due=Due.EVERYONE,
                    max_length=120,
                    suggestions=(
                        _("Découplage intégré à l’onduleur (DIN VDE 0126-1-1)"),
                        _("Coffret de protection DC"),
                    ),
                ),
            ),
        ),
    ),
)

DOCUMENTS = StepForm(
    Step.DOCUMENTS,
    5,
    _("Documents et informations additionnelles"),
    _("Documents"),
    (
        Part(
            _("Le Consuel"),
            (
                Field(
                    name="consuel_requested_on",
                    label=_("Date de la demande de Consuel"),
                    kind=Kind.DATE,
                    max_length=10,
                ),
                Field(
                    name="consuel_request_number",
                    label=_("Numéro de la demande de Consuel"),
                    max_length=40,
                    hint=_("Tient lieu d’attestation en attendant qu’elle soit visée."),
                ),
                Field(
                    name="consuel_number",
                    label=_("Numéro de Consuel"),
                    max_length=40,
                    hint=_("Il est imprimé sur l’attestation visée."),
                ),
            ),
        ),
        Part(
            _("Informations additionnelles"),
            (
                Field(
                    name="preload_kwh",
                    label=_("Pré-chargement du stockage virtuel"),
                    kind=Kind.WHOLE,
                    unit="kWh",
                    least=LEAST_PRELOAD_KWH,
                    most=MOST_PRELOAD_KWH,
                    or_zero=True,
                    hint=_("Facultatif : de 1 000 à 5 000 kWh, ou 0 pour aucun."),
                ),
                Field(
                    name="comment",
                    label=_("Commentaire de l’installateur"),
                    kind=Kind.LONG_TEXT,
                    max_length=2000,
                ),
            ),
        ),
    ),
)
