"""What AWS allows a stack like ours, and how much of it the packaged one uses.

Measured from what is deployed: the zip, and the template after SAM's transform, its values
filled in as for the stage whose values are longest. A stack that outgrows a quota deploys nowhere
but on the local cloud, which has none; the bars say so long before.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from infra.deploy import with_code
from infra.package import Package
from infra.stages import FOLDER, load_stage
from infra.template import Template
from infra.zipping import CEILING_BYTES

BAR = 0.7
"""The share at which something is to be done, where the quota names no bar of its own."""

ACCOUNT, REGION = "000000000000", "eu-west-3"
LONGEST_STAGE = "s" * 21
"""The longest name that the parameter `Stage` allows."""

ARN_LENGTH = 100
"""Characters of an ARN or an address that AWS makes: longer than any of this stack."""

STATEMENT_LENGTH = 450
"""Characters of one statement of a function's policy, which AWS writes for each permission."""

DOCS = "https://docs.aws.amazon.com"
CLOUDFORMATION = f"{DOCS}/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"
GATEWAY = f"{DOCS}/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html"
IAM = f"{DOCS}/IAM/latest/UserGuide/reference_iam-quotas.html"
LAMBDA = f"{DOCS}/lambda/latest/dg/gettingstarted-limits.html"
SQS = f"{DOCS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html"


@dataclass(frozen=True, slots=True)
class Stack:
    """The packaged stack as a deployment has it; `template` is after SAM's transform."""

    package: Package
    template: Template
    parameters: Mapping[str, str]

    def list_properties(self, kind: str) -> Iterator[tuple[str, Template]]:
        """List the resources of a type, such as `AWS::IAM::Role`: their names and properties."""
        for name, each in self.template["Resources"].items():
            if each["Type"] == kind:
                yield name, each.get("Properties", {})

    def fill(self, value: Any) -> Any:
        """Fill in parameters and what AWS makes, to the length that it has when deployed."""
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if not isinstance(value, dict):
            return value
        if "Fn::Sub" in value:
            return self._substitute(value["Fn::Sub"])
        if "Ref" in value:
            return self.parameters.get(value["Ref"], "x" * ARN_LENGTH)
        if any(key.startswith("Fn::") for key in value):
            return "x" * ARN_LENGTH
        return {key: self.fill(one) for key, one in value.items()}

    def _substitute(self, asked: str | list[Any]) -> str:
        text, more = (asked, {}) if isinstance(asked, str) else (asked[0], self.fill(asked[1]))
        for name, value in {**self.parameters, **more}.items():
            text = text.replace(f"${{{name}}}", str(value))
        return text


@dataclass(frozen=True, slots=True)
class Quota:
    """What AWS allows of something, the share at which to act, and how it is counted."""

    what: str
    most: int
    unit: str
    source: str
    count: Callable[[Stack], int]
    bar: float = BAR


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a quota the stack uses."""

    quota: Quota
    used: int

    @property
    def part(self) -> float:
        """Give the part used, 1 for all of it."""
        return self.used / self.quota.most

    @property
    def is_kept(self) -> bool:
        """Say whether the part keeps the quota's bar."""
        return self.part <= self.quota.bar


def open_stack(package: Package) -> Stack:
    """Transform a package's template as CloudFormation will."""
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    template: Template = translator.translate(
        with_code(package.template, "artefacts", "code.zip"), parameter_values={}
    )
    return Stack(package, template, _longest_parameters())


@cache
def _longest_parameters() -> dict[str, str]:
    """Take the longest value that any stage gives each parameter."""
    stages = [load_stage(path.stem) for path in FOLDER.glob("*.json")]
    names = {name for stage in stages for name in stage}
    longest = {name: max((one.get(name, "") for one in stages), key=len) for name in names}
    aws = {"AWS::AccountId": ACCOUNT, "AWS::Region": REGION, "AWS::Partition": "aws"}
    return {**longest, **aws, "Stage": LONGEST_STAGE}


def list_shares(stack: Stack) -> tuple[Share, ...]:
    """Measure every quota that the stack comes near."""
    return tuple(Share(quota, quota.count(stack)) for quota in QUOTAS)


def _length(value: object) -> int:
    """Count the characters of JSON without spaces, as AWS counts policies."""
    return len(json.dumps(value, separators=(",", ":"), ensure_ascii=False))


def _section(name: str) -> Callable[[Stack], int]:
    return lambda stack: len(stack.template.get(name, {}))


def _of_type(kind: str) -> Callable[[Stack], int]:
    return lambda stack: len(list(stack.list_properties(kind)))


def _longest(kind: str, key: str) -> Callable[[Stack], int]:
    """Count the longest filled value of a property among the resources of a type."""
    return lambda stack: max(
        len(text) if isinstance(text := stack.fill(each[key]), str) else _length(text)
        for _name, each in stack.list_properties(kind)
        if key in each
    )


def _template_bytes(stack: Stack) -> int:
    """Weigh the larger of the template that is sent and the one that it becomes."""
    both = (stack.package.template, stack.template)
    return max(len(json.dumps(one, ensure_ascii=False).encode()) for one in both)


def _gateway_resources(stack: Stack) -> int:
    """Count the nodes of the paths' tree, the root among them."""
    nodes = {"/"}
    for _name, api in stack.list_properties("AWS::ApiGateway::RestApi"):
        for path in api["Body"]["paths"]:
            segments = path.strip("/").split("/")
            nodes |= {"/" + "/".join(segments[: end + 1]) for end in range(len(segments))}
    return len(nodes)


def _inline_policies(stack: Stack) -> int:
    return max(
        sum(_length(stack.fill(one["PolicyDocument"])) for one in role.get("Policies", ()))
        for _name, role in stack.list_properties("AWS::IAM::Role")
    )


def _environment_bytes(stack: Stack) -> int:
    return max(
        sum(
            len(f"{name}{stack.fill(value)}".encode())
            for name, value in each["Environment"]["Variables"].items()
        )
        for _name, each in stack.list_properties("AWS::Lambda::Function")
    )


def _function_policy(stack: Stack) -> int:
    """Estimate the policy of the function that is called by most others: a statement each."""
    names = [
        json.dumps(each["FunctionName"])
        for _name, each in stack.list_properties("AWS::Lambda::Permission")
    ]
    return STATEMENT_LENGTH * max(names.count(name) for name in names)


def _indexes(stack: Stack) -> int:
    return max(
        len(each.get("GlobalSecondaryIndexes", ()))
        for _name, each in stack.list_properties("AWS::DynamoDB::Table")
    )


def _filters(stack: Stack) -> int:
    return max(
        len(each.get("FilterCriteria", {}).get("Filters", ()))
        for _name, each in stack.list_properties("AWS::Lambda::EventSourceMapping")
    )


# A name does not grow with the product: its bar is its quota, with the longest stage's name.
QUOTAS = (
    Quota("Resources of the REST API", 300, "", GATEWAY, _gateway_resources),
    Quota("Template", 1024 * 1024, "bytes", CLOUDFORMATION, _template_bytes),
    Quota("Resources of the stack", 500, "", CLOUDFORMATION, _section("Resources")),
    Quota("Parameters", 200, "", CLOUDFORMATION, _section("Parameters")),
    Quota("Outputs", 200, "", CLOUDFORMATION, _section("Outputs")),
    Quota("Inline policies of a role", 10_240, "characters", IAM, _inline_policies),
    Quota(
        "Trust policy of a role",
        2048,
        "characters",
        IAM,
        _longest("AWS::IAM::Role", "AssumeRolePolicyDocument"),
    ),
    Quota("Environment of a function", 4096, "bytes", LAMBDA, _environment_bytes),
    Quota(
        "Functions' code, unpacked",
        250 * 1024 * 1024,
        "bytes",
        LAMBDA,
        lambda stack: stack.package.unpacked_bytes,
        CEILING_BYTES / (250 * 1024 * 1024),
    ),
    Quota("Resource policy of a function", 20_480, "bytes", LAMBDA, _function_policy),
    Quota(
        "Name of a function",
        64,
        "characters",
        LAMBDA,
        _longest("AWS::Lambda::Function", "FunctionName"),
        1,
    ),
    Quota(
        "Filters of an event source",
        5,
        "",
        f"{DOCS}/lambda/latest/dg/invocation-eventfiltering.html",
        _filters,
    ),
    Quota(
        "Rules of the event bus",
        300,
        "",
        f"{DOCS}/eventbridge/latest/userguide/eb-quota.html",
        _of_type("AWS::Events::Rule"),
    ),
    Quota(
        "Alarms of the account",
        5000,
        "",
        f"{DOCS}/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html",
        _of_type("AWS::CloudWatch::Alarm"),
    ),
    Quota(
        "Policy of a queue", 8192, "bytes", SQS, _longest("AWS::SQS::QueuePolicy", "PolicyDocument")
    ),
    Quota(
        "Policy of a topic",
        30_720,
        "bytes",
        f"{DOCS}/sns/latest/api/API_SetTopicAttributes.html",
        _longest("AWS::SNS::TopicPolicy", "PolicyDocument"),
    ),
    Quota(
        "Policy of a bucket",
        20_480,
        "bytes",
        f"{DOCS}/AmazonS3/latest/userguide/bucket-policies.html",
        _longest("AWS::S3::BucketPolicy", "PolicyDocument"),
    ),
    Quota(
        "Name of a bucket",
        63,
        "characters",
        f"{DOCS}/AmazonS3/latest/userguide/bucketnamingrules.html",
        _longest("AWS::S3::Bucket", "BucketName"),
        1,
    ),
    Quota(
        "Definition of the state machine",
        1024 * 1024,
        "bytes",
        f"{DOCS}/step-functions/latest/dg/service-quotas.html",
        _longest("AWS::StepFunctions::StateMachine", "DefinitionString"),
    ),
    Quota(
        "Name of the state machine",
        80,
        "characters",
        f"{DOCS}/step-functions/latest/dg/service-quotas.html",
        _longest("AWS::StepFunctions::StateMachine", "StateMachineName"),
        1,
    ),
    Quota(
        "Indexes of the table",
        20,
        "",
        f"{DOCS}/amazondynamodb/latest/developerguide/ServiceQuotas.html",
        _indexes,
    ),
)
