"""What the deployed functions say: JSON, found by an error page's number, of nobody by name."""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import boto3
import httpx
import pytest

from chalicelib.aws.ids import new_id
from chalicelib.rows.cases import CASE
from chalicelib.settings import load_settings
from infra.failure import CommandFailed
from local.logs import Line, list_lines, list_wrong, now_ms, open_logs
from local.people import AGENT, PEOPLE
from local.stage import LocalStage
from tests.cloud.steps import wait_for

pytestmark = pytest.mark.cloud

TYPED = "Zoé Lefèvre-Martin"
OF_THE_PLATFORM = re.compile(r"(START|END|REPORT) RequestId: |Task timed out after ")


@pytest.fixture
def visitor(stage: LocalStage) -> Iterator[httpx.Client]:
    """A browser in which an agent is signed in."""
    host = stage.portal.removeprefix("http://")
    headers = {"Host": host, "Origin": stage.portal}
    with httpx.Client(base_url=stage.connect_to, headers=headers, timeout=90) as client:
        post(client, email=AGENT.email, password="wrong " + TYPED)
        assert post(client, email=AGENT.email, password=AGENT.password).status_code == 303
        yield client


def post(client: httpx.Client, **fields: str) -> httpx.Response:
    """Fill the sign-in page."""
    (token,) = set(re.findall(r'name="csrf" value="([^"]+)"', client.get("/connexion").text))
    return client.post("/connexion", data={**fields, "csrf": token, "suite": ""})


def lines_of(stage: LocalStage, number: str) -> list[Line]:
    found = list_lines(open_logs(stage.place), stage.place, since_ms=0, term=number)
    return [line for line in found if line.said["gateway_request_id"] == number]


def break_a_dossier() -> str:
    """Leave a dossier that no rule of ours could have written."""
    dossier_id = new_id("dos")
    row = {"pk": {"S": CASE.pk(dossier_id)}, "sk": {"S": "!HEAD"}}
    boto3.client("dynamodb").put_item(TableName=load_settings().table, Item=row)
    return dossier_id


def test_the_number_on_a_deployed_error_page_finds_its_traceback(
    stage: LocalStage, visitor: httpx.Client
) -> None:
    answer = visitor.get(f"/dossiers/{break_a_dossier()}?nom={quote(TYPED)}")
    assert answer.status_code == 500
    (number,) = re.findall(r"<code>([^<]+)</code>", answer.text)
    lines = wait_for(lambda: lines_of(stage, number))
    told, ended = lines
    assert (told.said["level"], ended.said["message"]) == ("ERROR", "request answered")
    assert "load" in "".join(told.said["stackTrace"])
    assert "Traceback" not in told.said["message"]
    assert (ended.said["route"], ended.said["role"]) == ("/dossiers/{dossier_id}", "agent")
    assert told.said["actor"] == ended.said["actor"] != ""
    assert ended.function == told.function == "api_handler"


def test_a_refused_try_is_seen_by_name(stage: LocalStage, visitor: httpx.Client) -> None:
    since_ms = now_ms()
    assert visitor.get(f"/dossiers/{new_id('dos')}").status_code == 404
    assert visitor.get(f"/{uuid.uuid4().hex}/{quote(TYPED)}").status_code == 404
    logs = open_logs(stage.place)
    wanted = {"/dossiers/{dossier_id}", "/{proxy+}"}
    tried = wait_for(
        lambda: [
            line.said
            for line in list_wrong(logs, stage.place, since_ms)
            if line.said.get("route") in wanted
        ]
    )
    assert {one["route"] for one in tried} == wanted
    assert {one["code"] for one in tried} == {"not-found"}


def test_a_task_of_the_state_machine_says_whose_execution_it_is_of(stage: LocalStage) -> None:
    execution = f"{new_id('dos')}-g1"
    with pytest.raises(CommandFailed, match="not-found"):
        stage.call(
            "take_turn",
            {
                "execution": execution,
                "case_id": "dos_0",
                "generation": 1,
                "milestone": "request_filed",
            },
        )
    found = list_lines(open_logs(stage.place), stage.place, since_ms=0, term=execution)
    assert {line.function for line in found} == {"take_turn"}
    (ended,) = found
    assert (ended.said["message"], ended.said["code"]) == ("event answered", "not-found")


def test_every_line_is_json_and_says_nothing_personal(
    stage: LocalStage, visitor: httpx.Client
) -> None:
    visitor.get(f"/recherche?q={quote(TYPED)}")
    said = list(everything_said(stage))
    assert not list(without_form(said))
    whole = "\n".join(said)
    assert "request answered" in whole
    personal = {word for one in PEOPLE for word in (one.name, one.email, one.password)}
    for word in (*personal, "Zoé", quote("Zoé"), "Camille", "exemple.fr", "0612345678"):
        assert word not in whole, word


def everything_said(stage: LocalStage) -> Iterator[str]:
    """Whatever any function wrote, but for the platform's own lines around it."""
    logs: Any = open_logs(stage.place)
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            found = logs.filter_log_events(logGroupName=group["logGroupName"])
            messages = (one["message"] for one in found["events"])
            yield from (one for one in messages if not OF_THE_PLATFORM.match(one))


def without_form(said: list[str]) -> Iterator[str]:
    """What is no JSON, but for the traceback that the local cloud writes of a function that failed."""
    in_traceback = False
    for line in said:
        if in_traceback:
            in_traceback = line.startswith((" ", "Traceback", "During", "The above")) or not line
        elif line == "Traceback (most recent call last):":
            in_traceback = True
        elif not is_json(line):
            yield line


def is_json(text: str) -> bool:
    try:
        return "level" in json.loads(text)
    except ValueError:
        return False
