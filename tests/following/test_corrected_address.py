"""The private link that was mailed to a mistyped address opens nothing once it is corrected."""

from chalicelib.aws.table import Table
from chalicelib.connection_mails.correct_client_email import correct_client_email
from chalicelib.following.model import FollowingUnknown
from chalicelib.following.open_following import open_following
from tests.notices.worlds import INSTALLER, NOW, World

WRONG, RIGHT = "inconnu@client.example.org", "zoe@client.example.org"


def mailed_secret(world: World, to: str) -> str:
    """The private link's secret, in the one mail that went to an address."""
    (mail,) = [one for one in world.mailer.sent if one.to == to]
    return mail.text.partition("/suivi/")[2].split()[0]


def opens(world: World, secret: str) -> bool:
    """Whether a private link opens its dossier at the world's instant."""
    try:
        open_following(secret, source_address="192.0.2.1", table=world.table, real=world.now)
    except FollowingUnknown:
        return False
    return True


def test_a_private_link_mailed_to_a_corrected_address_opens_nothing(table: Table) -> None:
    world = World(table)
    dossier_id = world.send_dossier(email=WRONG)
    world.relay(dossier_id)
    world.send_all(dossier_id)
    secret = mailed_secret(world, WRONG)
    world.wait(hours=1)
    correct_client_email(
        dossier_id, RIGHT, "typing_mistake", by=INSTALLER, table=table, now=NOW, real=world.now
    )
    assert not opens(world, secret)
