"""Step 2, electricity and connection, and step 3, the plant."""

from decimal import Decimal

from chalicelib.form.field_kinds import Choice, Due, Field, Kind, Part, StepForm
from chalicelib.form.steps import Step
from chalicelib.words.translation import _

LEAST_POWER = Decimal("0.1")
MOST_POWER = Decimal(5000)

CONTRACT = Part(
    _("Le contrat d’électricité"),
    (
        Field(
            name="has_contract",
            label=_("Le client a-t-il déjà un contrat d’électricité ?"),
            kind=Kind.YES_NO,
            due=Due.EVERYONE,
        ),
        Field(
            name="holder_name",
            label=_("Nom du titulaire du contrat"),
            max_length=120,
            hint=_("S’il diffère du nom du client : le contrat et le Consuel doivent concorder."),
        ),
        Field(
            name="pdl",
            label=_("PDL"),
            kind=Kind.PDL,
            due=Due.EVERYONE,
            max_length=25,
            hint=_(
                "14 chiffres, sur la facture d’électricité (« PDL », « PRM » ou « point de "
                "livraison ») ou en appuyant sur « + » du compteur Linky. Ce n’est pas le PCE, "
                "qui est celui du gaz. Une erreur ici bloque la mise en service."
            ),
        ),
        Field(
            name="subscribed_power_kva",
            label=_("Puissance souscrite"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="kVA",
            least=LEAST_POWER,
            most=MOST_POWER,
            hint=_("Elle figure sur la facture d’électricité."),
        ),
        Field(
            name="operator",
            label=_("Gestionnaire de réseau"),
            kind=Kind.OPERATOR,
            due=Due.EVERYONE,
            max_length=40,
            hint=_("Proposé d’après le code postal ; vérifiez-le sur la facture."),
        ),
    ),
)

BRANCH = Part(
    _("Le branchement"),
    (
        Field(
            name="phases",
            label=_("Type de branchement"),
            kind=Kind.CHOICE,
            due=Due.EVERYONE,
            choices=(
                Choice("monophase", _("Monophasé")),
                Choice("triphase", _("Triphasé")),
            ),
            hint=_("En monophasé, la puissance de raccordement est limitée à 6 kVA."),
        ),
        Field(
            name="breaker_location",
            label=_("Emplacement du disjoncteur"),
            due=Due.EVERYONE,
            suggestions=(_("Dans le logement"), _("Dans le garage"), _("En limite de propriété")),
        ),
        Field(
            name="meter_location",
            label=_("Emplacement du compteur"),
            due=Due.EVERYONE,
            suggestions=(_("Dans le logement"), _("Dans le garage"), _("En limite de propriété")),
        ),
        Field(
            name="cabinet_width_cm",
            label=_("Largeur du coffret"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="cm",
            least=Decimal(1),
            most=Decimal(500),
            decimals=1,
        ),
        Field(
            name="switchboard_indoors",
            label=_("Le tableau électrique est à l’intérieur"),
            kind=Kind.CHECKBOX,
        ),
    ),
)

ELECTRICITY = StepForm(
    Step.ELECTRICITY, 2, _("Électricité et raccordement"), _("Électricité"), (CONTRACT, BRANCH)
)

POWERS = Part(
    _("Les puissances"),
    (
        Field(
            name="installer_name",
            label=_("Nom de l’installateur"),
            due=Due.EVERYONE,
            max_length=120,
            hint=_("Exactement comme il est inscrit sur le Consuel."),
        ),
        Field(
            name="connection_power_kva",
            label=_("Puissance de raccordement demandée"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="kVA",
            least=LEAST_POWER,
            most=MOST_POWER,
            hint=_("6 kVA au plus en monophasé. Au-delà de 36 kVA, le dossier change d’espace."),
        ),
        Field(
            name="installed_power_kva",
            label=_("Puissance de production installée"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="kVA",
            least=LEAST_POWER,
            most=MOST_POWER,
            hint=_(
                "La plus petite des deux : somme des onduleurs ou somme des panneaux. Au-dessus "
                "de la puissance de raccordement, une attestation de bridage est demandée."
            ),
        ),
        Field(
            name="peak_power_kwc",
            label=_("Puissance crête"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="kWc",
            least=LEAST_POWER,
            most=MOST_POWER,
            decimals=3,
            hint=_("Nombre de panneaux multiplié par leur puissance unitaire."),
        ),
    ),
)

SITE = Part(
    _("La centrale"),
    (
        Field(
            name="plant_connection",
            label=_("Type de raccordement de la centrale"),
            kind=Kind.CHOICE,
            due=Due.EVERYONE,
            choices=(
                Choice("surplus", _("Injection du surplus")),
                Choice("totalite", _("Injection de la totalité")),
                Choice("sans_injection", _("Autoconsommation sans injection")),
            ),
        ),
        Field(
            name="panels_area_m2",
            label=_("Surface totale des panneaux"),
            kind=Kind.NUMBER,
            due=Due.EVERYONE,
            unit="m²",
            least=Decimal("0.1"),
            most=Decimal(100000),
        ),
        Field(
            name="plant_location",
            label=_("Emplacement de la centrale"),
            kind=Kind.CHOICE,
            choices=(
                Choice("toiture", _("Toiture")),
                Choice("sol", _("Au sol")),
                Choice("ombriere", _("Ombrière ou carport")),
                Choice("facade", _("Façade")),
                Choice("autre", _("Autre")),
            ),
        ),
        Field(
            name="has_battery",
            label=_("Le client dispose d’une batterie physique"),
            kind=Kind.CHECKBOX,
            hint=_("Une batterie virtuelle ne compte pas."),
        ),
        Field(
            name="was_connected",
            label=_("Le client dispose d’une installation anciennement raccordée"),
            kind=Kind.CHECKBOX,
        ),
    ),
)

PLANT = StepForm(Step.PLANT, 3, _("Centrale"), _("Centrale"), (POWERS, SITE))
