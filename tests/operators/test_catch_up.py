"""What waited with a dossier goes on as soon as its piece is there."""

from chalicelib.dossiers.model import PieceState
from chalicelib.dossiers.statuses import Status
from chalicelib.operators.catch_up import catch_up
from tests.operators.worlds import World


def test_an_accepted_piece_is_sent_at_the_next_run(world: World) -> None:
    dossier_id = world.file(comment="[sandbox:incomplete]")
    world.work(days=4)
    world.hand_in(dossier_id, "mairie")
    assert all(piece.state is PieceState.ACCEPTED for piece in world.load(dossier_id).pieces)
    event = world.journal(dossier_id)[-1]
    for _ in range(2):
        catch_up(event, table=world.table)
    world.real = max(world.real, world.request(dossier_id).next_at or world.real)
    world.act()
    request = world.request(dossier_id)
    assert (request.awaited_piece, request.next_at) == ("", None)
    _, entry = world.sandbox.desk.show(request.external_id)
    assert isinstance(entry, dict)
    assert entry["milestones"][-1][2] == "CPLR"


def test_other_events_change_nothing(world: World) -> None:
    dossier_id = world.file()
    version = world.load(dossier_id).head.version
    for event in world.journal(dossier_id):
        catch_up(event, table=world.table)
    assert world.load(dossier_id).head.version == version
    assert world.status(dossier_id) is Status.WITH_OPERATOR
