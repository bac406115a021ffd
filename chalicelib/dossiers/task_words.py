"""The words in which an installer reads what waits for them."""

from collections.abc import Mapping

from chalicelib.dossiers.tasks import Task
from chalicelib.words.translation import _

TASKS: Mapping[Task, str] = {
    Task.GIVE_PIECE: _("Déposer une pièce refusée ou demandée"),
    Task.EXPLAIN: _("Expliquer un écart entre un document et le formulaire"),
    Task.REACH_CLIENT: _("Corriger les coordonnées du client : un e-mail n’est pas arrivé"),
    Task.ASK_CLIENT: _("Relancer le client, qui n’a pas signé malgré nos rappels"),
    Task.CLIENT_DECLINED: _("Voir avec le client, qui a refusé la souscription"),
    Task.READ_MESSAGE: _("Lire un message de nos équipes"),
}

FINISH_DRAFT = _("Terminer et envoyer le brouillon, ou l’abandonner")
"""What a draft that nobody touched for a while asks for."""
