"""The screens of each destination, in their order.

The operator's are those of Enedis Connect, as the guide MyLight walks through them; no other
operator publishes its own. Consuel's form is not published either: the sheet holds what the
guides say must be the same there, and what names the installation.
"""

from collections.abc import Mapping

from chalicelib.form.steps import Step
from chalicelib.transcripts.model import (
    Destination,
    FromDossier,
    FromForm,
    FromSlot,
    Known,
    OnTheSpot,
    Screen,
)
from chalicelib.words.translation import _

CLIENT, ELECTRICITY, PLANT, EQUIPMENT = Step.CLIENT, Step.ELECTRICITY, Step.PLANT, Step.EQUIPMENT
ON_THE_SPOT = _("Se répond sur place : le dossier ne le dit pas.")

OPERATOR_SCREENS = (
    Screen(_("Nouvelle demande"), (FromForm(CLIENT, "city", _("Commune du projet")),)),
    Screen(
        _("Précisions techniques du projet"),
        (
            FromDossier(Known.INJECTION, _("Nature du raccordement")),
            OnTheSpot(_("Contexte de l’installation, par oui ou par non"), ON_THE_SPOT),
            OnTheSpot(
                _("Vente ou cession du surplus, et acheteur"),
                _("Se répond sur place, avec l’acheteur que votre offre indique."),
            ),
            OnTheSpot(
                _("Contrat d’accès"),
                _(
                    "Se répond sur place : un contrat unique en injection (CU-I) quand l’offre en prévoit un."
                ),
            ),
            OnTheSpot(
                _("Date souhaitée"),
                _("Se choisit sur place ; elle n’est pas garantie par le gestionnaire."),
            ),
        ),
    ),
    Screen(
        _("Localisation du projet"),
        (
            FromForm(CLIENT, "address"),
            FromForm(CLIENT, "address_more"),
            FromForm(CLIENT, "postcode"),
            FromForm(CLIENT, "city"),
            FromForm(
                CLIENT,
                "parcels",
                note=_("Proposées d’après l’adresse : vérifiez que ce sont celles-ci."),
            ),
        ),
    ),
    Screen(
        _("Producteur ou mandataire"),
        (
            FromDossier(
                Known.MANDATE,
                _("Mandat de représentation"),
                _("« Mandataire » ou « tiers autorisé », selon le document signé."),
            ),
            FromForm(CLIENT, "client_type", _("Le producteur est")),
            FromDossier(
                Known.PRODUCER,
                _("Nom du producteur"),
                _("Le même que sur le contrat d’électricité et sur le Consuel."),
            ),
            FromForm(CLIENT, "civility"),
            FromForm(CLIENT, "siret"),
            FromForm(CLIENT, "email"),
            FromForm(CLIENT, "mobile"),
            FromDossier(Known.PLACE, _("Adresse du producteur")),
        ),
    ),
    Screen(
        _("L’installation de production"),
        (
            FromForm(ELECTRICITY, "pdl", _("Point de livraison (PDL)")),
            FromDossier(
                Known.OPERATOR_REFERENCE,
                _("Numéro de la demande"),
                _("Donné par le gestionnaire à cette étape."),
            ),
        ),
    ),
    Screen(
        _("Caractéristiques de l’installation de production"),
        (
            FromForm(ELECTRICITY, "phases"),
            FromForm(
                PLANT,
                "connection_power_kva",
                note=_("6 kVA au plus en monophasé."),
            ),
            FromForm(
                PLANT,
                "installed_power_kva",
                note=_("La même que sur le Consuel."),
            ),
            FromForm(PLANT, "peak_power_kwc"),
            FromForm(PLANT, "panels_area_m2"),
            FromForm(PLANT, "plant_location"),
            FromForm(EQUIPMENT, "inverters"),
            FromForm(EQUIPMENT, "panels"),
            FromForm(EQUIPMENT, "panel_protection"),
            FromDossier(
                Known.STORAGE,
                _("Stockage"),
                _("Une batterie virtuelle n’est pas un stockage physique."),
            ),
        ),
    ),
    Screen(
        _("Finalisation : documents à joindre"),
        (
            FromSlot("mandat", _("Mandat de représentation")),
            FromSlot("plan_de_masse", _("Plan de masse")),
            FromSlot("mairie", _("Autorisation d’urbanisme")),
            FromSlot("plan_de_situation", _("Plan de situation ou cadastral")),
            FromSlot("attestation_bridage", _("Attestation de bridage")),
        ),
    ),
)

CONSUEL_SCREENS = (
    Screen(
        _("Le formulaire"),
        (
            FromDossier(
                Known.CONSUEL_FORM,
                _("Formulaire à choisir"),
                _("Une batterie virtuelle ne change pas le formulaire."),
            ),
        ),
    ),
    Screen(
        _("Le client et le lieu"),
        (
            FromDossier(
                Known.PRODUCER,
                _("Nom du client"),
                _("Le même que sur le contrat d’électricité et sur la demande de raccordement."),
            ),
            FromForm(CLIENT, "client_type", _("Le client est")),
            FromDossier(Known.PLACE, _("Adresse de l’installation")),
            FromForm(CLIENT, "mobile"),
            FromForm(CLIENT, "email"),
            FromForm(ELECTRICITY, "pdl", _("Point de livraison (PDL)")),
        ),
    ),
    Screen(
        _("L’installateur et l’installation"),
        (
            FromForm(PLANT, "installer_name"),
            FromForm(ELECTRICITY, "phases"),
            FromForm(
                PLANT,
                "installed_power_kva",
                note=_("La même que sur la demande de raccordement."),
            ),
            FromForm(PLANT, "peak_power_kwc"),
            FromForm(PLANT, "plant_connection"),
            FromForm(EQUIPMENT, "inverters"),
            FromForm(EQUIPMENT, "panels"),
            FromForm(EQUIPMENT, "panel_protection"),
            FromDossier(Known.STORAGE, _("Stockage")),
        ),
    ),
)

SCREENS: Mapping[Destination, tuple[Screen, ...]] = {
    Destination.OPERATOR: OPERATOR_SCREENS,
    Destination.CONSUEL: CONSUEL_SCREENS,
}
