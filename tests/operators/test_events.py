"""The operators' Lambdas as the cloud calls them, and what they load."""

import json
import subprocess
import sys
from pathlib import Path

from chalicelib.dossiers.statuses import Status
from chalicelib.operators.events import poll_operators
from tests.operators.worlds import World

ROOT = Path(__file__).parents[2]
HEAVY = ("pydantic", "jinja2", "babel", "holidays", "phonenumbers", "pypdf", "PIL", "app")


class Context:
    """A Lambda's context with a minute left."""

    def get_remaining_time_in_millis(self) -> int:
        return 60_000


def test_the_scheduled_job_files_with_the_operator_of_the_stage(world: World) -> None:
    dossier_id = world.send()
    world.prepare(dossier_id)
    event = json.loads((ROOT / "tests" / "events" / "schedule.json").read_text())
    assert poll_operators(event, Context()) == {"acted": 1, "enedis": 1}
    assert world.status(dossier_id) is Status.WITH_OPERATOR


def test_no_job_loads_what_it_does_not_use() -> None:
    modules = ("events", "poll_operators", "read_drop", "http", "csv_drop", "catch_up")
    imports = "; ".join(f"import chalicelib.operators.{name}" for name in modules)
    loaded = "import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run(
        [sys.executable, "-c", f"{imports}; {loaded}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not set(HEAVY) & set(json.loads(done.stdout))
