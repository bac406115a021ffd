"""Clients with a link in hand, for the tests of this room."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.aws.session import client
from chalicelib.aws.table import Table
from chalicelib.dossiers.change import change_dossier
from chalicelib.dossiers.create_draft import create_draft
from chalicelib.dossiers.kinds import EventKind, Milestone
from chalicelib.dossiers.model import Change, Dossier
from chalicelib.dossiers.statuses import Status
from chalicelib.subscription.make_papers import make_papers
from chalicelib.subscription.mint_link import mint_link
from chalicelib.subscription.model import box_of
from chalicelib.subscription.open_link import Opening, open_link
from chalicelib.subscription.sign import Signature, sign, versions_of
from tests.notices.worlds import FORM, NOW, World
from tests.tables import ENVIRONMENT

DOCUMENTS = ENVIRONMENT["DOCUMENTS_BUCKET"]
SIRET, SIREN = "73282932000074", "732829320"
COMPANY: dict[str, Any] = {
    "company_name": "Boulangerie du Port",
    "siret": SIRET,
    "client_type": "professionnel",
}


def make_bucket(name: str = DOCUMENTS) -> None:
    place: Any = {"LocationConstraint": "eu-west-3"}
    client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})


@dataclass
class Client:
    """Somebody with a link in hand; `real` is the instant of his clock."""

    world: World
    dossier_id: str
    token: str
    real: datetime = NOW

    @property
    def path(self) -> str:
        return f"/souscription/{self.token}"

    def open(self) -> Opening:
        return open_link(self.token, table=self.world.table, now=NOW, real=self.real)

    def sign(self, *without: str, now: datetime = NOW, **fields: Any) -> Dossier:
        texts = self.open().texts
        ticked = frozenset(map(box_of, texts)) - set(without)
        signature = Signature("Zoé Lefèvre", ticked, versions_of(texts), "192.0.2.7", "Firefox")
        signed = replace(signature, **fields)
        return sign(self.token, signed, table=self.world.table, now=now, real=self.real)

    def dossier(self) -> Dossier:
        return self.world.load(self.dossier_id)

    def relay(self, times: int = 1) -> None:
        """Let the relay make the papers of the whole journal, as often as it likes."""
        for _ in range(times):
            for event in self.world.journal(self.dossier_id):
                make_papers(event, table=self.world.table)


def make_client(
    table: Table, key: str = "key-0001", ago: timedelta = timedelta(), **client_fields: Any
) -> Client:
    """Make a client whose installer sent the dossier, with these fields in its first step.

    The link was minted so long `ago`.
    """
    world = World(table)
    form = FORM | {"client": FORM["client"] | client_fields}
    draft = create_draft(form, idempotency_key=key, by=world.by, table=table, now=NOW)
    dossier_id = draft.head.dossier_id

    def submit(dossier: Dossier, now: datetime) -> Change:
        sent = replace(dossier.head, status=Status.NEW, submitted_at=now, reference="7K4M-92PX")
        return Change(EventKind.DOSSIER_SUBMITTED, sent, reached=(Milestone.SUBMITTED,))

    change_dossier(dossier_id, submit, by=world.by, table=table, now=NOW)
    path, _ends = mint_link(world.load(dossier_id).head, table=table, now=NOW - ago)
    return Client(world, dossier_id, path.removeprefix("/souscription/"))
