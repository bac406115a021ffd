"""Words of French papers, folded: small letters without accents."""

from typing import Final

CIVILITIES: Final = frozenset({
    "m", "mr", "mm", "mme", "mmes", "mlle", "monsieur", "messieurs", "madame", "mesdames",
    "mademoiselle", "et", "ou", "dr", "me", "maitre",
})  # fmt: skip

PARTICLES: Final = frozenset({
    "de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "en", "sur", "sous",
})  # fmt: skip

COMPANY_FORMS: Final = frozenset({
    "sarl", "sas", "sasu", "sa", "eurl", "ei", "eirl", "earl", "gaec", "sci", "scea", "scop",
    "snc", "selarl", "ste", "societe", "ets", "etablissement", "etablissements", "entreprise",
    "entrepreneur", "individuel", "micro",
})  # fmt: skip

STREET_WORDS: Final = {
    "r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard",
    "blvd": "boulevard", "boul": "boulevard", "pl": "place", "ch": "chemin", "che": "chemin",
    "chem": "chemin", "imp": "impasse", "all": "allee", "rte": "route", "sq": "square",
    "res": "residence", "lot": "lotissement", "fg": "faubourg", "fbg": "faubourg", "crs": "cours",
    "qu": "quai", "ham": "hameau", "st": "saint", "ste": "sainte", "gal": "general",
    "gen": "general", "mal": "marechal", "pdt": "president", "dr": "docteur", "pr": "professeur",
    "cdt": "commandant", "col": "colonel", "cap": "capitaine", "lt": "lieutenant",
    "allees": "allee", "q": "quater", "b": "bis", "t": "ter",
}  # fmt: skip
"""Abbreviations of addresses, and what they stand for."""

WAYS: Final = frozenset({
    "rue", "avenue", "boulevard", "place", "chemin", "impasse", "allee", "route", "square",
    "residence", "lotissement", "faubourg", "cours", "quai", "hameau",
})  # fmt: skip
"""Kinds of ways, which name no way by themselves."""

NO_NAMES: Final = frozenset({
    "adresse", "facture", "factures", "date", "numero", "reference", "references", "contrat",
    "puissance", "consuel", "attestation", "mairie", "declaration",
    "prealable", "recepisse", "mandat", "mandant", "mandataire", "client", "clients", "titulaire",
    "page", "total", "montant", "espace", "votre", "vos", "nos", "notre", "nom",
    "prenom", "raison", "sociale", "installateur", "producteur",
    "maitre", "ouvrage", "ouvrages", "point", "livraison", "pdl", "prm", "siret", "siren",
    "compteur", "consommation", "offre", "option", "tarif", "periode", "objet", "commune",
    "departement", "visa", "signature", "cachet", "conformite", "stockage", "batterie",
    "terrain", "chantier", "site", "code", "postal", "ville", "telephone", "courriel",
    "email", "demande", "dossier", "declarant", "demandeur", "petitionnaire", "decision",
    "opposition", "arrete", "urbanisme", "bridage", "limitation", "onduleur", "onduleurs",
    "modules", "kva", "kwc", "oui", "non", "particulier", "professionnel", "type",
    "beneficiaire", "proprietaire", "representant", "copie",
    "duplicata", "specimen", "original", "abonnement", "marque", "modele", "nature", "qualite",
    "informations", "coordonnees", "caracteristiques", "article", "conditions", "generales",
    "certificat", "accepte", "recu", "tampon", "designation", "parties", "entre", "soussigne",
    "soussignee", "soussignes", "gestionnaire", "fournisseur",
    "identite", "coordonnee", "detail", "details", "valeur", "monsieur-madame",
})  # fmt: skip
"""Words that stand in labels and titles: what holds one is no name that we would swear to."""

TRADE_WORDS: Final = frozenset({
    "electricite", "electrique", "photovoltaique", "photovoltaiques", "service", "services",
    "installation", "installations", "production", "travaux", "reseau", "panneaux", "solaire",
})  # fmt: skip
"""Words of labels that also stand in the names of firms."""
