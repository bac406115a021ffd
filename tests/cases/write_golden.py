"""Write the golden rows: `python -m tests.cases.write_golden`, once for each new format of events.

What a deployment has written must be read by every later one: the rows of a whole dossier, of a question
and of a document of the library are kept as the table has them, and `test_golden.py` reads them for ever.
An older file is never written again.
"""

import json
from pathlib import Path

from chalicelib.audit.model import FORMAT
from chalicelib.aws.items import item_to_wire
from chalicelib.aws.session import client
from chalicelib.rows.registry import PARTITIONS_OF_CASE
from tests.peopled import Peopled
from tests.rows.filled import open_filled

FOLDER = Path(__file__).parent / "golden"


def write_golden(world: Peopled) -> None:
    """Write the rows of one case of each kind, in wire form."""
    table = world.life.stage.table
    _waiting, sent, running, whole, *_others = world.places["dossier_id"]
    question = world.places["contact_id"][0]
    items = client("dynamodb").get_paginator("scan").paginate(TableName=table.name)
    heads = [row["pk"]["S"] for page in items for row in page["Items"] if row["sk"]["S"] == "!HEAD"]
    library = min(pk.partition("#")[2] for pk in heads if pk.startswith("C#lib_"))
    rows = [
        item_to_wire(item)
        for case_id in (whole, running, sent, question, library)
        for partition in PARTITIONS_OF_CASE
        for item in table.query_all(partition.pk(case_id), consistent=True)
    ]
    told = {
        "whole": whole,
        "running": running,
        "sent": sent,
        "question": question,
        "document": library,
        "rows": rows,
    }
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / f"format_{FORMAT}.json"
    target.write_text(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    with open_filled() as found:
        write_golden(found)
