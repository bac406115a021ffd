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
