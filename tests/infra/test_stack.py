"""A stack by change set: what is shown, what is refused, on a small CloudFormation of our own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cloudformation import CloudFormationClient

from infra.failure import CommandFailed
from infra.stack import Deployment, apply_change_set

DEPLOYMENT = Deployment("raccordo-test", "https://example.invalid/t.json", {"Stage": "test"})


@dataclass
class SmallCloud:
    """CloudFormation as far as a deployment asks it, with an end of our choice."""

    status: str = ""
    ends: str = "CREATE_COMPLETE"
    refuses: str = ""
    asked: list[str] = field(default_factory=list)

    def describe_stacks(self, **_: Any) -> Mapping[str, Any]:
        if not self.status:
            answer = {"Error": {"Code": "ValidationError", "Message": "it does not exist"}}
            raise ClientError(cast(Any, answer), "DescribeStacks")
        return {"Stacks": [{"StackStatus": self.status, "Outputs": []}]}

    def create_change_set(self, **asked: Any) -> None:
        self.asked.append(asked["ChangeSetType"])

    def describe_change_set(self, **_: Any) -> Mapping[str, Any]:
        if self.refuses:
            return {"Status": "FAILED", "StatusReason": self.refuses}
        change = {"Action": "Add", "ResourceType": "AWS::SQS::Queue"}
        return {"Status": "CREATE_COMPLETE", "Changes": [{"ResourceChange": change}] * 2}

    def delete_change_set(self, **_: Any) -> None:
        self.asked.append("forgotten")

    def execute_change_set(self, **_: Any) -> None:
        self.status = self.ends

    def describe_stack_events(self, **_: Any) -> Mapping[str, Any]:
        now = datetime.now(UTC)
        later = {"Timestamp": now, "LogicalResourceId": "Queue", "ResourceStatus": "CREATE_FAILED"}
        first = {**later, "Timestamp": now - timedelta(seconds=9), "LogicalResourceId": "Table"}
        return {"StackEvents": [later, first | {"ResourceStatusReason": "name taken"}]}


def apply(cloud: SmallCloud) -> tuple[bool, list[str]]:
    said: list[str] = []
    return apply_change_set(cast(CloudFormationClient, cloud), DEPLOYMENT, said.append), said


def test_a_first_deployment_creates_and_shows_what_it_adds() -> None:
    cloud = SmallCloud()
    assert apply(cloud) == (True, ["add        2 AWS::SQS::Queue"])
    assert cloud.asked == ["CREATE"]


def test_a_second_deployment_updates() -> None:
    cloud = SmallCloud(status="CREATE_COMPLETE", ends="UPDATE_COMPLETE")
    assert apply(cloud)[0]
    assert cloud.asked == ["UPDATE"]


def test_nothing_to_change_is_no_failure() -> None:
    reason = "The submitted information didn't contain changes."
    cloud = SmallCloud(status="UPDATE_COMPLETE", refuses=reason)
    assert apply(cloud) == (False, ["nothing to change"])
    assert cloud.asked == ["UPDATE", "forgotten"]


def test_a_refused_change_set_gives_its_reason() -> None:
    with pytest.raises(CommandFailed, match="Parameter Sender is missing"):
        apply(SmallCloud(refuses="Parameter Sender is missing"))


def test_a_rolled_back_deployment_gives_the_first_reason() -> None:
    with pytest.raises(CommandFailed, match="UPDATE_ROLLBACK_COMPLETE: Table: name taken"):
        apply(SmallCloud(status="CREATE_COMPLETE", ends="UPDATE_ROLLBACK_COMPLETE"))


def test_a_stack_that_never_came_up_is_to_be_deleted_first() -> None:
    with pytest.raises(CommandFailed, match="delete it, then deploy again"):
        apply(SmallCloud(status="ROLLBACK_COMPLETE"))
