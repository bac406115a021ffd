"""The slots in words: what each piece is, where to find it, an example of our own drawing.

Sources: guide Urban Solar (bill, town-hall proof, photos, Consuel as PDF only), guide MyLight
(mandate, site plan, planning permission, location or cadastral plan, attestation of power
limiting, other documents that an operator asks for). When each is needed is `required_pieces`'.
"""

from dataclasses import replace
from typing import Final

from chalicelib.reference.slots import Due, Example, FileFormat, Slot, Source


def _(msgid: str) -> str:
    """Mark a French text for the catalogue; reference data stand below the web's own marker."""
    return msgid


BILL: Final = Slot(
    code="facture",
    label=_("Facture d’électricité du client"),
    hint=_("Une facture récente, toutes les pages, au nom du titulaire du contrat."),
    where=_("Dans l’espace client de son fournisseur, rubrique « Factures »."),
    due=Due.SUBMIT,
    example=Example(
        "facture.svg",
        _("Dessin d’une facture d’électricité avec trois repères."),
        (
            _("Le nom du titulaire et l’adresse du point de livraison."),
            _("Le PDL (ou PRM) : 14 chiffres. Le PCE est celui du gaz."),
            _("La puissance souscrite, en kVA."),
        ),
    ),
    most_files=3,
)
PHOTO_OF_PLANT: Final = Slot(
    code="photo_installation",
    label=_("Photo de l’installation"),
    hint=_("Les panneaux posés, vus en entier."),
    where=_("À prendre sur place, de jour, avec un téléphone."),
    due=Due.SUBMIT,
    example=Example(
        "photo_installation.svg",
        _("Dessin d’une maison dont le toit porte huit panneaux, tous dans le cadre."),
        (_("Tous les panneaux sont dans le cadre."), _("Le bâtiment se reconnaît.")),
    ),
    most_files=6,
    is_photo=True,
)
PHOTO_OF_METER: Final = Slot(
    code="photo_compteur",
    label=_("Photos du compteur, du disjoncteur et du coffret"),
    hint=_("Le compteur, le disjoncteur et le coffret de viabilisation, lisibles."),
    where=_("À prendre sur place : une photo de chacun, ou une seule s’ils sont ensemble."),
    due=Due.SUBMIT,
    example=Example(
        "photo_compteur.svg",
        _("Dessin d’un compteur, d’un disjoncteur et d’un coffret, chacun avec son repère."),
        (
            _("Le compteur, son écran lisible."),
            _("Le disjoncteur, ses inscriptions lisibles."),
            _("Le coffret de viabilisation, en entier."),
        ),
    ),
    most_files=6,
    is_photo=True,
)
_TOWN_HALL_EXAMPLE: Final = Example(
    "mairie.svg",
    _("Dessin d’un document de mairie avec trois repères."),
    (
        _("La commune et le numéro du dossier d’urbanisme."),
        _("Le déclarant et l’adresse du terrain."),
        _("La date : un récépissé seul doit avoir plus de 2 mois."),
    ),
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
    example=_TOWN_HALL_EXAMPLE,
    most_files=3,
)
PERMISSION: Final = replace(
    TOWN_HALL,
    label=_("Autorisation d’urbanisme"),
    hint=_(
        "La décision de la mairie : permis, ou non-opposition à la déclaration préalable "
        "(à défaut, récépissé de plus de 2 mois)."
    ),
    source=Source.MYLIGHT,
)
SMALL_ON_GROUND: Final = replace(
    TOWN_HALL,
    hint=_(
        "Déclaration préalable, non-opposition ou récépissé de plus de 2 mois. Au sol, 3 kWc au "
        "plus, moins de 1,80 m de haut et hors secteur protégé, il n’y a pas de démarche : "
        "déposez alors une note signée du client qui le dit."
    ),
    source=Source.PRACTICE,
)
CONSUEL: Final = Slot(
    code="consuel",
    label=_("Attestation Consuel visée"),
    hint=_(
        "En PDF seulement, bleue : production sans batterie physique. "
        "Le numéro de la demande suffit pour envoyer le dossier."
    ),
    where=_("Dans votre espace Consuel, une fois l’attestation visée."),
    due=Due.COMMISSIONING,
    example=Example(
        "consuel_bleu.svg",
        _("Dessin d’une attestation bleue avec trois repères."),
        (
            _("Le numéro de l’attestation."),
            _("Le nom de l’installateur et la puissance, les mêmes que dans le dossier."),
            _("Le visa du Consuel."),
        ),
    ),
    formats=(FileFormat.PDF,),
    stand_in="consuel_request_number",
)
CONSUEL_WITH_STORAGE: Final = replace(
    CONSUEL,
    hint=_(
        "En PDF seulement, violette : production avec batterie physique. "
        "Le numéro de la demande suffit pour envoyer le dossier."
    ),
    example=Example(
        "consuel_violet.svg",
        _("Dessin d’une attestation violette avec trois repères."),
        CONSUEL.example.marks if CONSUEL.example else (),
    ),
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
    example=Example(
        "attestation_bridage.svg",
        _("Dessin d’une attestation signée, avec un curseur de puissance arrêté avant le bout."),
        (
            _("La puissance installée et celle à laquelle elle est limitée."),
            _("Les onduleurs concernés."),
            _("La date et la signature."),
        ),
    ),
    source=Source.MYLIGHT,
)
MANDATE: Final = Slot(
    code="mandat",
    label=_("Mandat de représentation"),
    hint=_(
        "Le client donne son mandat en ligne, avec sa souscription. Cette pièce ne sert que si "
        "le gestionnaire de réseau en veut un sur papier."
    ),
    where=_("Sur le modèle du gestionnaire de réseau, signé par le client."),
    due=Due.NEVER,
    example=Example(
        "mandat.svg",
        _("Dessin d’un mandat avec trois repères."),
        (
            _("Le client, qui donne mandat."),
            _("Qui le représente, et pour quelle installation."),
            _("La date et la signature du client."),
        ),
    ),
    most_files=3,
    source=Source.MYLIGHT,
)
COMPANY_MANDATE: Final = replace(
    MANDATE,
    hint=_("Signé par une personne habilitée à engager l’entreprise, avec son nom et sa fonction."),
    due=Due.DSO_REQUEST,
    source=Source.PRACTICE,
)
SITE_PLAN: Final = Slot(
    code="plan_de_masse",
    label=_("Plan de masse"),
    hint=_("Le terrain vu de dessus : les bâtiments, les panneaux, le compteur et le coffret."),
    where=_("Dans le dossier remis à la mairie, ou dessiné sur le plan cadastral."),
    due=Due.DSO_REQUEST,
    example=Example(
        "plan_de_masse.svg",
        _("Dessin d’un terrain vu de dessus, avec trois repères et une flèche vers le nord."),
        (
            _("Les panneaux."),
            _("Le compteur et le coffret."),
            _("Les limites du terrain."),
        ),
    ),
    most_files=3,
    source=Source.MYLIGHT,
)
LOCATION_PLAN: Final = Slot(
    code="plan_de_situation",
    label=_("Plan de situation ou plan cadastral"),
    hint=_("Le terrain repéré dans la commune, avec sa section et son numéro de parcelle."),
    where=_("Sur le site du cadastre, ou dans le dossier remis à la mairie."),
    due=Due.DSO_REQUEST,
    example=Example(
        "plan_de_situation.svg",
        _("Dessin d’un plan cadastral dont une parcelle est entourée, avec deux repères."),
        (_("Le terrain, repéré."), _("La section et le numéro de la parcelle.")),
    ),
    most_files=3,
    source=Source.MYLIGHT,
)
OTHER: Final = Slot(
    code="autre",
    label=_("Autre document"),
    hint=_("Ce que la mairie ou le gestionnaire de réseau a demandé en plus."),
    where=_("Seulement si cela vous a été demandé."),
    due=Due.NEVER,
    most_files=10,
    source=Source.MYLIGHT,
)
