"""`make deploy STAGE=…`: the package of out/ becomes the stage's stack.

The endpoint, the account and the region are those that the environment names, as for any
AWS tool (`AWS_ENDPOINT_URL`, `AWS_PROFILE`, `AWS_REGION` …). `make run` deploys through
`deploy` as well: one way, everywhere.
"""

import argparse
import copy
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.table import Table
from chalicelib.aws.trouble import OutsideTrouble
from infra.equipment_seed import load_equipment_seed
from infra.extra import refuse_extra
from infra.failure import CommandFailed, run_command
from infra.package import Package, build_package
from infra.secrets import make_signing_secret, require_operator_keys
from infra.stack import Deployment, Say, apply_change_set, stack_outputs
from infra.stages import REGION, load_stage
from infra.template import Template

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True, slots=True)
class Deployed:
    """A stage's stack after a deployment."""

    stack: str
    outputs: dict[str, str]
    changed: bool


def deploy(
    package: Package, parameters: dict[str, str], say: Say, session: boto3.Session | None = None
) -> Deployed:
    """Create or update the stack of a stage; its data stays.

    Raises CommandFailed with one line that says what to do, and for a package with kinds that are
    tried out where the stage does not take such.
    """
    refuse_extra(package.template, parameters["Stage"])
    session = session or boto3.Session(region_name=os.environ.get("AWS_REGION", REGION))
    _prepare_secrets(session, parameters, say)
    try:
        bucket, account_s3 = _artefact_bucket(session), session.client("s3")
        url = _upload(account_s3, bucket, package)
    except (ClientError, BotoCoreError) as trouble:
        raise CommandFailed(f"cannot store the package: {trouble}") from trouble
    cloud = session.client("cloudformation")
    stack = f"raccordo-{parameters['Stage']}"
    say(f"stack {stack}, package {package.zip_path.name} in {bucket}")
    changed = apply_change_set(cloud, Deployment(stack, url, parameters), say)
    _load_catalogue(session, stack, say)
    return Deployed(stack, stack_outputs(cloud, stack), changed)


def _prepare_secrets(session: boto3.Session, parameters: dict[str, str], say: Say) -> None:
    """Make what only a stage knows, and refuse to go on without what only people know."""
    store = session.client("ssm")
    try:
        require_operator_keys(store, parameters)
        if make_signing_secret(store, parameters["Stage"]):
            say("the stage's signing secret is made")
    except (ClientError, BotoCoreError) as trouble:
        raise CommandFailed(f"cannot reach the stage's secrets: {trouble}") from trouble


def _load_catalogue(session: boto3.Session, table: str, say: Say) -> None:
    """Load the equipment's seed into the stage's table, which has the stack's name."""
    try:
        written = load_equipment_seed(Table(table, session.client("dynamodb")))
    except OutsideTrouble as trouble:
        raise CommandFailed(
            f"the stack is up, its equipment catalogue is not loaded ({trouble}): deploy again"
        ) from trouble
    if written:
        say(f"equipment catalogue loaded: {', '.join(written)}")


def _artefact_bucket(session: boto3.Session) -> str:
    """Give the account's bucket of packages, made when missing."""
    account = session.client("sts").get_caller_identity()["Account"]
    region = session.region_name or REGION
    name = f"raccordo-artefacts-{account}-{region}"
    s3 = session.client("s3")
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        _make_bucket(s3, name, region)
    return name


def _make_bucket(s3: "S3Client", name: str, region: str) -> None:
    if region == "us-east-1":  # the one region that refuses its own name here
        s3.create_bucket(Bucket=name)
    else:
        s3.create_bucket(
            Bucket=name,
            CreateBucketConfiguration={"LocationConstraint": region},  # type: ignore[typeddict-item] # any region
        )
    s3.put_public_access_block(
        Bucket=name,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )


def _upload(s3: "S3Client", bucket: str, package: Package) -> str:
    """Upload zip and template under names made of their bytes; give the template's address."""
    zip_key = f"code/{_digest(package.zip_path.read_bytes())}.zip"
    if not _is_there(s3, bucket, zip_key):
        s3.upload_file(str(package.zip_path), bucket, zip_key)
    body = json.dumps(with_code(package.template, bucket, zip_key), sort_keys=True).encode()
    template_key = f"templates/{_digest(body)}.json"
    s3.put_object(Bucket=bucket, Key=template_key, Body=body, ContentType="application/json")
    return f"{s3.meta.endpoint_url}/{bucket}/{template_key}"


def _is_there(s3: "S3Client", bucket: str, key: str) -> bool:
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError:
        return False
    return True


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def with_code(template: Template, bucket: str, key: str) -> Template:
    """Give the template with every function's code at its place in S3."""
    filled = copy.deepcopy(template)
    for resource in filled["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": key}
    return filled


def main() -> None:
    """Package, then deploy the stage of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", default="")
    parser.add_argument("--out", type=Path, default=None)
    arguments = parser.parse_args()
    parameters = load_stage(arguments.stage)
    package = build_package(arguments.out) if arguments.out else build_package()
    deployed = deploy(package, parameters, lambda line: print(f"  {line}", flush=True))
    for name, value in sorted(deployed.outputs.items()):
        print(f"{name}: {value}")


if __name__ == "__main__":
    run_command(main)
