"""Step 1, the client: who the producer is, and where the plant stands."""

from chalicelib.form.field_kinds import Choice, Due, Field, Kind, Part, Rows, StepForm
from chalicelib.form.steps import Step
from chalicelib.words.translation import _

WHO = Part(
    _("Le client"),
    (
        Field(
            name="client_type",
            label=_("Type de client"),
            kind=Kind.CHOICE,
            due=Due.EVERYONE,
            choices=(
                Choice("particulier", _("Particulier")),
                Choice("professionnel", _("Professionnel")),
            ),
            hint=_(
                "Le même que sur le contrat d’électricité, la demande de raccordement et le Consuel."
            ),
        ),
        Field(
            name="civility",
            label=_("Civilité"),
            kind=Kind.CHOICE,
            due=Due.EVERYONE,
            choices=(Choice("madame", _("Madame")), Choice("monsieur", _("Monsieur"))),
        ),
        Field(
            name="last_name",
            label=_("Nom du client"),
            due=Due.EVERYONE,
            max_length=80,
            is_name=True,
            hint=_("Le nom qui figure sur la facture d’électricité."),
        ),
        Field(
            name="first_name",
            label=_("Prénom du client"),
            due=Due.EVERYONE,
            max_length=80,
            is_name=True,
        ),
        Field(
            name="company_name",
            label=_("Raison sociale"),
            due=Due.PROFESSIONAL,
            max_length=120,
            is_name=True,
            hint=_("Pour un professionnel : le nom de l’entreprise ou de l’organisme."),
        ),
        Field(
            name="siret",
            label=_("SIRET"),
            kind=Kind.SIRET,
            max_length=20,
            hint=_("Pour un professionnel : 14 chiffres, à ne pas confondre avec le PDL."),
        ),
    ),
)

CONTACT = Part(
    _("Le joindre"),
    (
        Field(
            name="email",
            label=_("Adresse e-mail du client"),
            kind=Kind.EMAIL,
            due=Due.EVERYONE,
            max_length=254,
            hint=_("Le client y reçoit le lien pour signer sa souscription."),
        ),
        Field(
            name="email_confirmation",
            label=_("Confirmation de l’adresse e-mail"),
            kind=Kind.EMAIL,
            max_length=254,
            hint=_("Saisissez l’adresse une seconde fois."),
        ),
        Field(
            name="mobile",
            label=_("Téléphone mobile du client"),
            kind=Kind.MOBILE,
            due=Due.EVERYONE,
            max_length=30,
            hint=_("Par exemple 06 12 34 56 78."),
        ),
    ),
)

PLACE = Part(
    _("L’adresse de l’installation"),
    (
        Field(
            name="address",
            label=_("Numéro et rue"),
            due=Due.EVERYONE,
            max_length=100,
        ),
        Field(name="address_more", label=_("Complément d’adresse"), max_length=100),
        Field(
            name="postcode",
            label=_("Code postal"),
            kind=Kind.POSTCODE,
            due=Due.EVERYONE,
            max_length=5,
        ),
        Field(
            name="city",
            label=_("Commune"),
            kind=Kind.COMMUNE,
            due=Due.EVERYONE,
            max_length=80,
            is_name=True,
            hint=_("Proposée d’après le code postal ; sinon, saisissez-la vous-même."),
        ),
        Rows(
            name="parcels",
            label=_("Parcelles cadastrales"),
            one=_("Parcelle"),
            add=_("Ajouter une parcelle"),
            most=10,
            hint=_(
                "Section et numéro se lisent sur l’acte de propriété, la taxe foncière "
                "ou le site du cadastre : « AB 32 »."
            ),
            fields=(
                Field(
                    name="section",
                    label=_("Section cadastrale"),
                    kind=Kind.SECTION,
                    due=Due.EVERYONE,
                    max_length=2,
                ),
                Field(
                    name="number",
                    label=_("Parcelle cadastrale"),
                    kind=Kind.PARCEL,
                    due=Due.EVERYONE,
                    max_length=4,
                ),
            ),
        ),
    ),
)

CLIENT = StepForm(
    Step.CLIENT, 1, _("Informations sur le client"), _("Client"), (WHO, CONTACT, PLACE)
)
