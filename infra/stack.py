"""One stack by change set: what would change is known, shown, then done."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from infra.failure import CommandFailed

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.literals import CapabilityType, ChangeSetTypeType

CAPABILITIES: tuple["CapabilityType", ...] = ("CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
NOTHING = ("didn't contain changes", "No updates are to be performed")
GONE = {"", "REVIEW_IN_PROGRESS"}
PATIENCE_S = 1800
EVERY_S = 1.0

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Deployment:
    """A stack to be brought to a template and its parameters."""

    stack: str
    template_url: str
    parameters: Mapping[str, str]


def apply_change_set(cloud: "CloudFormationClient", deployment: Deployment, say: Say) -> bool:
    """Bring the stack to its template; False when there was nothing to change.

    Raises CommandFailed with the first reason that CloudFormation gives.
    """
    kind: ChangeSetTypeType = "CREATE" if _status(cloud, deployment.stack) in GONE else "UPDATE"
    name = f"deploy-{int(time.time() * 1000)}"
    try:
        _create(cloud, deployment, name, kind)
        if not _is_ready(cloud, deployment.stack, name):
            say("nothing to change")
            return False
        for line in _changes(cloud, deployment.stack, name):
            say(line)
        cloud.execute_change_set(StackName=deployment.stack, ChangeSetName=name)
    except (ClientError, BotoCoreError) as trouble:
        raise CommandFailed(f"CloudFormation refused the deployment: {trouble}") from trouble
    _wait_for_the_end(cloud, deployment.stack)
    return True


def stack_outputs(cloud: "CloudFormationClient", stack: str) -> dict[str, str]:
    """Give what the stack tells of itself."""
    found = cloud.describe_stacks(StackName=stack)["Stacks"][0]
    return {o["OutputKey"]: o["OutputValue"] for o in found.get("Outputs", [])}


def _status(cloud: "CloudFormationClient", stack: str) -> str:
    try:
        status = cloud.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as trouble:
        if "does not exist" in str(trouble):
            return ""
        raise CommandFailed(f"cannot ask CloudFormation: {trouble}") from trouble
    except BotoCoreError as trouble:
        raise CommandFailed(f"cannot reach CloudFormation: {trouble}") from trouble
    if status in {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED"}:
        raise CommandFailed(f"stack {stack} is {status}: delete it, then deploy again")
    return status


def _create(
    cloud: "CloudFormationClient", deployment: Deployment, name: str, kind: "ChangeSetTypeType"
) -> None:
    cloud.create_change_set(
        StackName=deployment.stack,
        ChangeSetName=name,
        ChangeSetType=kind,
        TemplateURL=deployment.template_url,
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in sorted(deployment.parameters.items())
        ],
        Capabilities=list(CAPABILITIES),
    )


def _is_ready(cloud: "CloudFormationClient", stack: str, name: str) -> bool:
    """Wait for the change set; False when it would change nothing."""
    for _ in _patience():
        found = cloud.describe_change_set(StackName=stack, ChangeSetName=name)
        if found["Status"] == "CREATE_COMPLETE":
            return True
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if any(words in reason for words in NOTHING):
                cloud.delete_change_set(StackName=stack, ChangeSetName=name)
                return False
            raise CommandFailed(f"CloudFormation refused the change set: {reason}")
    raise CommandFailed("CloudFormation took too long over the change set: see its console")


def _changes(cloud: "CloudFormationClient", stack: str, name: str) -> Iterator[str]:
    found = cloud.describe_change_set(StackName=stack, ChangeSetName=name)
    counts: dict[tuple[str, str], int] = {}
    for change in found.get("Changes", []):
        what = change.get("ResourceChange", {})
        key = (what.get("Action", "?"), what.get("ResourceType", "?"))
        counts[key] = counts.get(key, 0) + 1
    for (action, kind), count in sorted(counts.items()):
        yield f"{action.lower():8} {count:3} {kind}"


def _wait_for_the_end(cloud: "CloudFormationClient", stack: str) -> None:
    for _ in _patience():
        status = _status(cloud, stack)
        if not status.endswith("_COMPLETE") or status.endswith("CLEANUP_IN_PROGRESS"):
            continue
        if "ROLLBACK" in status:
            raise CommandFailed(f"deployment failed, {status}: {_first_reason(cloud, stack)}")
        return
    raise CommandFailed(f"stack {stack} is still changing after {PATIENCE_S} s: see its events")


def _first_reason(cloud: "CloudFormationClient", stack: str) -> str:
    events = cloud.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [e for e in events if e.get("ResourceStatus", "").endswith("_FAILED")]
    if not failed:
        return "no reason given"
    first = min(failed, key=lambda event: event["Timestamp"])
    return f"{first.get('LogicalResourceId')}: {first.get('ResourceStatusReason')}"


def _patience() -> Iterator[None]:
    """Give turns, one a second, until patience ends."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        yield
        time.sleep(EVERY_S)
