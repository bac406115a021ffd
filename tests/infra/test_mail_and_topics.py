"""Who may publish to the topics, with which key, and from whom a mail may leave."""

import json
from typing import Any

from infra.lambdas import lambda_names
from infra.paths import ROOT
from infra.template import compose_resources


def resources() -> dict[str, Any]:
    found: dict[str, Any] = compose_resources()["Resources"]
    return found


def test_every_topic_is_encrypted_with_a_key_that_its_publishers_may_use() -> None:
    topics = {
        name: one for name, one in resources().items() if one.get("Type") == "AWS::SNS::Topic"
    }
    assert set(topics) == {"FeedbackTopic", "AlarmsTopic"}
    assert {str(one["Properties"]["KmsMasterKeyId"]) for one in topics.values()} == {
        "{'Ref': 'TopicsKey'}"
    }
    key = resources()["TopicsKey"]["Properties"]
    assert key["EnableKeyRotation"] is True
    (publishers,) = (one for one in key["KeyPolicy"]["Statement"] if "Service" in one["Principal"])
    assert publishers["Principal"]["Service"] == ["ses.amazonaws.com", "cloudwatch.amazonaws.com"]
    assert publishers["Action"] == ["kms:GenerateDataKey*", "kms:Decrypt"]


def test_mails_leave_by_one_function_from_the_stages_identity_alone() -> None:
    senders = {}
    for name in lambda_names():
        policy = json.loads((ROOT / ".chalice" / f"policy-{name}.json").read_text())
        for statement in policy["Statement"]:
            if any(action.startswith("ses:") for action in statement["Action"]):
                senders[name] = statement
    assert set(senders) == {"send_notice"}
    statement = senders["send_notice"]
    assert statement["Action"] == ["ses:SendEmail"]
    account = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
    # The local cloud names no identity when it asks what a role may do.
    condition, on_aws, elsewhere = statement["Resource"]["Fn::If"]
    assert (condition, elsewhere) == ("OnAws", "*")
    assert [one["Fn::Sub"] for one in on_aws] == [
        f"{account}:identity/${{SenderIdentity}}",
        f"{account}:configuration-set/raccordo-${{Stage}}",
    ]
