"""`make run`: everything up, deployed, peopled, and the main job done once before the reader."""

import argparse
import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx

from chalicelib.aws.trouble import OutsideTrouble
from infra.dependencies import dependencies_are_built
from infra.failure import CommandFailed, run_command
from infra.package import build_package
from local.api_client import CallRefused
from local.background import find_pid, refuse_a_taken_port, start
from local.browser import PageBroken
from local.cloud import Cloud
from local.deployment import deploy_locally
from local.logs import now_ms, tell_wrong
from local.neighbours import mail_reader, neighbours_environment, operator_sandbox
from local.place import Place, usual_place
from local.stage import SCHEDULED, LocalStage, adopt_settings, stage_of

BEGAN = time.monotonic()


def say(line: str) -> None:
    """Tell the reader where we are."""
    print(f"  {line}", flush=True)


def title(line: str) -> None:
    """Begin a part of the run."""
    print(f"\n[{time.monotonic() - BEGAN:5.1f} s] {line}", flush=True)


def run(place: Place) -> None:
    """Bring everything up, deploy, load the people, run the main job, write run.json."""
    _bring_up(place)
    stage = _deploy(place)
    _carry_on(stage)
    told = _load_people(place, stage)
    _write(place, told)
    from local.demonstration import DemonstrationStuck, run_main_job

    began_ms = now_ms()
    went_wrong = (DemonstrationStuck, PageBroken, CallRefused, OutsideTrouble, httpx.HTTPError)
    title("The main job: one dossier, from the installer's form to commissioning")
    try:
        outcome = run_main_job(stage, say)
    except went_wrong as trouble:
        _tell_wrong(place, began_ms)
        raise CommandFailed(
            f"the demonstration stopped ({type(trouble).__name__}: {trouble}); everything still "
            f"runs: see make logs and {Cloud(place).program.log_file}, then make run again"
        ) from trouble
    _tell_wrong(place, began_ms)
    _write(place, told | {"demonstration": outcome.as_json()})
    Cloud(place).save()
    title(f"Dossier {outcome.reference}: {outcome.status}; {outcome.mails} mails sent")
    _conclude(place)


def _bring_up(place: Place) -> None:
    title("The local cloud, the grid operator's sandbox, the mail reader")
    cloud, neighbours = Cloud(place), (operator_sandbox(place), mail_reader(place))
    for program in (cloud.program, *neighbours):
        if not find_pid(program):
            refuse_a_taken_port(program)
    os.environ.update(place.environment())
    say(f"cloud on {place.cloud_url}: " + ("started" if cloud.start() else "runs already"))
    for program in neighbours:
        started = start(program, neighbours_environment())
        say(f"{program.name} on port {program.port}: " + ("started" if started else "runs already"))


def _deploy(place: Place) -> LocalStage:
    title("Package")
    if not dependencies_are_built():
        say("packing the libraries for Lambda (once for each set of pins) …")
    package = build_package()
    say(f"{package.zip_path}: {package.unpacked_bytes / 1024 / 1024:.1f} MB unpacked")
    title("Deployment through CloudFormation")
    deployed = deploy_locally(package, place, say)
    Cloud(place).save()
    os.environ.update(adopt_settings(place))
    say(f"{deployed.stack} is up" if deployed.changed else f"{deployed.stack} was up to date")
    return stage_of(place)


def _carry_on(stage: LocalStage) -> None:
    """Have the supervisor restart what the cloud's own restart has ended, without its schedule."""
    found = stage.call("supervise", SCHEDULED)
    restarted = found["lost"] + found["stalled"] + found["too_old"]
    if restarted:
        say(f"open dossiers carried on from the table: {restarted}")


def _load_people(place: Place, stage: LocalStage) -> dict[str, Any]:
    from local.people import load_people

    title("The demonstration's people")
    people = load_people(stage.table())
    for one in people:
        say(f"{one.who:30} {one.email:32} {one.password}")
    addresses = {
        "portal": f"{place.portal_url}/",
        "api_description": f"{place.portal_url}/api/v1/openapi.json",
        "mails": place.mail_url,
        "operator_sandbox": place.operator_url,
        "cloud": place.cloud_url,
    }
    title("Where")
    for name, address in addresses.items():
        say(f"{name:17} {address}")
    return {"addresses": addresses, "sign_ins": [asdict(one) for one in people]}


def _write(place: Place, told: dict[str, Any]) -> None:
    path = place.home / "run.json"
    half_done = path.with_suffix(".part")
    half_done.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    half_done.rename(path)


def _tell_wrong(place: Place, since_ms: int) -> None:
    """Show here what the functions, which run in the background, said of errors meanwhile."""
    for line in tell_wrong(place, since_ms):
        print(line, flush=True)


def _conclude(place: Place) -> None:
    say(f"portal  {place.portal_url}/")
    say(f"mails   {place.mail_url}")
    say(f"kept in {Path(place.home / 'run.json').relative_to(Path.cwd())}")
    say("errors of the functions: make logs; by an error page's number: make logs ARGS=<number>")
    say("everything runs in the background: make stop ends it, make reset forgets it")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4566, help="the first of three ports")
    run(usual_place(parser.parse_args().port))


if __name__ == "__main__":
    run_command(main)
