"""What a dropped file costs when it comes again, in calls to the table."""

import json

from chalicelib.aws.session import client
from chalicelib.operators.drop_file import MOST_LINES
from chalicelib.operators.read_drop import read_drop
from infra.paths import ROOT
from tests.interleaved import CountedTable
from tests.operators.worlds import World

BUCKET, KEY = "raccordo-test-drop", "inbound/greenalp/mars.csv"
COLUMNS = "identifiantProjet;referenceDossier;dateAccuseReception"
CALL_S = 0.01
"""What a call takes in a Lambda of half a gibibyte: some milliseconds of DynamoDB, some of the SDK."""


def drop(ids: list[str]) -> None:
    """Drop a file with a line for each of these dossiers."""
    lines = [f"{one}-1;RAC-26-{number:06d};02/03/2026" for number, one in enumerate(ids, start=1)]
    client("s3").put_object(Bucket=BUCKET, Key=KEY, Body="\n".join([COLUMNS, *lines]).encode())


def count_calls(world: World) -> int:
    """Read the file, and count what the table was asked."""
    counted = CountedTable(world.table)
    read_drop(BUCKET, KEY, table=counted, now=world.now)
    return counted.calls


def filed(world: World) -> str:
    dossier_id = world.send(operator="greenalp")
    world.prepare(dossier_id)
    world.act()
    return dossier_id


def test_a_full_file_that_comes_again_takes_at_most_half_of_its_lambdas_time(world: World) -> None:
    config = json.loads((ROOT / ".chalice" / "config.json").read_text())
    limit_s = config["stages"]["stack"]["lambda_functions"]["read_drop"]["lambda_timeout"]
    ids = [filed(world) for _ in range(3)]
    calls: list[int] = []
    for some in (ids[:1], ids):
        drop(some)
        count_calls(world)
        calls.append(count_calls(world))
    a_line = (calls[1] - calls[0]) / 2
    assert MOST_LINES * a_line * CALL_S <= limit_s / 2
