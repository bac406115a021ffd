"""Who may read and write which file: the policies of roles and buckets, evaluated (R26).

A small evaluation of what IAM does: an explicit refusal of the bucket wins, then the role needs a
permission of its own. Templates are resolved for a stage with GuardDuty and for one without.
"""

import json
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import pytest

from infra.lambdas import lambda_names, logical_id
from infra.paths import ROOT
from infra.stages import FOLDER, load_stage
from infra.template import compose_resources

ACCOUNT, STAGE = "000000000000", "policies"
UPLOADS, DOCUMENTS = (f"raccordo-{STAGE}-{ACCOUNT}-{kind}" for kind in ("uploads", "documents"))
SCANNER = f"arn:aws:iam::{ACCOUNT}:role/ScannerRole"
ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:user/administrator"
NOTHING = object()
IN_CLEAR = {"aws:SecureTransport": "false"}

READ = ("s3:GetObject", "s3:GetObjectVersion")
TAG = ("s3:PutObjectTagging", "s3:PutObjectVersionTagging")
SEALERS = {"api_handler", "relay", "replay_unrelayed"}
WITH_AND_WITHOUT = pytest.mark.parametrize("guardduty", [True, False])


def role_of(name: str) -> str:
    """The role of a Lambda, as Chalice names it."""
    return f"{logical_id(name)}Role" if name != "api_handler" else "ApiHandlerRole"


def resolve(value: Any, guardduty: bool) -> Any:
    """Resolve a template's functions for one stage."""
    match value:
        case {"Fn::If": [condition, yes, no]}:
            return resolve(yes if guardduty or condition == "OnAws" else no, guardduty)
        case {"Ref": name}:
            return NOTHING if name == "AWS::NoValue" else name
        case {"Fn::GetAtt": [name, "Arn"]}:
            return f"arn:aws:iam::{ACCOUNT}:role/{name}"
        case {"Fn::Sub": str(text)}:
            known = {"Stage": STAGE, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws"}
            return re.sub(r"\$\{([\w:]+)\}", lambda m: known.get(m.group(1), m.group(1)), text)
        case dict():
            return {name: resolve(one, guardduty) for name, one in value.items()}
        case list():
            found = (resolve(one, guardduty) for one in value)
            return [one for one in found if one is not NOTHING]
        case _:
            return value


@cache
def template() -> Mapping[str, Any]:
    whole: Mapping[str, Any] = compose_resources()["Resources"]
    return whole


def bucket_statements(bucket: str, guardduty: bool) -> list[dict[str, Any]]:
    name = "UploadsBucketPolicy" if bucket == UPLOADS else "DocumentsBucketPolicy"
    document = resolve(template()[name]["Properties"]["PolicyDocument"], guardduty)
    statements: list[dict[str, Any]] = document["Statement"]
    return statements


def own_statements(principal: str, guardduty: bool) -> Iterator[dict[str, Any]]:
    """What a principal is allowed by itself: a Lambda's policy file, the scanner's role, everything."""
    if principal == ADMINISTRATOR:
        yield {"Effect": "Allow", "Action": ["s3:*"], "Resource": "*"}
    elif principal == SCANNER:
        (policy,) = template()["ScannerRole"]["Properties"]["Policies"]
        yield from resolve(policy["PolicyDocument"], guardduty)["Statement"]
    else:
        (name,) = (one for one in lambda_names() if principal.endswith(f"/{role_of(one)}"))
        text = (ROOT / ".chalice" / f"policy-{name}.json").read_text()
        yield from resolve(json.loads(text), guardduty)["Statement"]


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def speaks_of(statement: dict[str, Any], principal: str, action: str, arn: str) -> bool:
    """Whether a statement is about this call."""
    if not any(fnmatchcase(action, one) for one in as_list(statement["Action"])):
        return False
    if not any(fnmatchcase(arn, one) for one in as_list(statement["Resource"])):
        return False
    for operator, wanted in statement.get("Condition", {}).items():
        if operator == "Bool":
            assert wanted == IN_CLEAR
            return False  # every call here comes over TLS; those that do not have a test of theirs
        assert operator == "ArnNotEquals", operator
        (patterns,) = wanted.values()
        if any(fnmatchcase(principal, one) for one in as_list(patterns)):
            return False
    return True


def may(principal: str, action: str, bucket: str, key: str, *, guardduty: bool) -> bool:
    """Evaluate one call as IAM does."""
    arn = f"arn:aws:s3:::{bucket}/{key}"
    refusals = (s for s in bucket_statements(bucket, guardduty) if s["Effect"] == "Deny")
    if any(speaks_of(one, principal, action, arn) for one in refusals):
        return False
    own = (s for s in own_statements(principal, guardduty) if s["Effect"] == "Allow")
    return any(speaks_of(one, principal, action, arn) for one in own)


def who_may(action: str, bucket: str, key: str, *, guardduty: bool = False) -> set[str]:
    """Everybody who may do this to an object."""
    arns = {name: f"arn:aws:iam::{ACCOUNT}:role/{role_of(name)}" for name in lambda_names()}
    arns |= {"administrator": ADMINISTRATOR} | ({"scanner": SCANNER} if guardduty else {})
    return {
        name for name, arn in arns.items() if may(arn, action, bucket, key, guardduty=guardduty)
    }


@WITH_AND_WITHOUT
@pytest.mark.parametrize("action", READ)
@pytest.mark.parametrize("key", ["in/dos_1/facture/doc_1.pdf", "library/lib_1/doc_1.pdf", "x"])
def test_only_the_checker_and_the_scanner_read_what_came_in(
    guardduty: bool, action: str, key: str
) -> None:
    scanner = {"scanner"} if guardduty else set()
    assert who_may(action, UPLOADS, key, guardduty=guardduty) == {"check_document"} | scanner


@pytest.mark.parametrize("action", TAG)
def test_nobody_but_the_scanner_says_what_it_found(action: str) -> None:
    key = "in/dos_1/facture/doc_1.pdf"
    assert who_may(action, UPLOADS, key, guardduty=True) == {"scanner"}


def test_the_scanner_writes_nothing_but_its_own_object() -> None:
    own = "malware-protection-resource-validation-object"
    assert may(SCANNER, "s3:PutObject", UPLOADS, own, guardduty=True)
    assert not may(SCANNER, "s3:PutObject", UPLOADS, "in/x", guardduty=True)
    for key in ("evidence/x", "served/x", "receipts/x", "signed/x"):
        for action in (*READ, "s3:PutObject"):
            assert not may(SCANNER, action, DOCUMENTS, key, guardduty=True)


@WITH_AND_WITHOUT
@pytest.mark.parametrize("action", READ)
@pytest.mark.parametrize("key", ["evidence/dos_1/doc_1.pdf", "evidence/library/lib_1/doc_1.pdf"])
def test_sealed_originals_are_read_by_the_checker_alone(
    guardduty: bool, action: str, key: str
) -> None:
    assert who_may(action, DOCUMENTS, key, guardduty=guardduty) == {"check_document"}


@pytest.mark.parametrize("action", READ)
def test_served_copies_are_read_by_who_signs_downloads_who_made_them_and_archives(
    action: str,
) -> None:
    readers = {"api_handler", "check_document", "run_job"}
    for case_id in ("lib_1", "dos_1", "kind_of_another_system_1"):
        assert who_may(action, DOCUMENTS, f"served/{case_id}/doc_1.pdf") == readers


@pytest.mark.parametrize(
    "key", ["evidence/x", "served/x", "evidence/library/x", "served/library/x"]
)
def test_only_the_checker_writes_copies(key: str) -> None:
    assert who_may("s3:PutObject", DOCUMENTS, key) == {"check_document"}


def test_receipts_are_written_by_who_seals_and_read_by_downloads_and_archives() -> None:
    key = "receipts/dos_1/rec_1.json"
    assert who_may("s3:PutObject", DOCUMENTS, key) == SEALERS
    assert who_may("s3:GetObject", DOCUMENTS, key) == {"api_handler", "run_job"}


def test_signed_papers_are_written_by_the_relay_and_read_by_downloads_and_archives() -> None:
    key = "signed/dos_1/0123.pdf"
    assert who_may("s3:PutObject", DOCUMENTS, key) == {"relay", "replay_unrelayed"}
    assert who_may("s3:GetObject", DOCUMENTS, key) == {"api_handler", "run_job"}
    assert who_may("s3:GetObjectVersion", DOCUMENTS, key) == set()


def test_nothing_is_written_beside_copies_and_receipts() -> None:
    assert who_may("s3:PutObject", DOCUMENTS, "elsewhere/x") == set()


def test_a_role_is_known_by_its_sessions_too() -> None:
    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/CheckDocumentRole/a-session"
    other = f"arn:aws:sts::{ACCOUNT}:assumed-role/ApiHandlerRole/a-session"
    refused = {
        principal: any(
            speaks_of(one, principal, "s3:GetObject", f"arn:aws:s3:::{UPLOADS}/in/x")
            for one in bucket_statements(UPLOADS, guardduty=True)
        )
        for principal in (session, other)
    }
    assert refused == {session: False, other: True}


@pytest.mark.parametrize(
    "policy", ["UploadsBucketPolicy", "DocumentsBucketPolicy", "DropBucketPolicy"]
)
def test_a_bucket_refuses_whoever_comes_in_clear_whatever_they_ask(policy: str) -> None:
    properties = resolve(template()[policy]["Properties"], guardduty=False)
    (refusal,) = (
        one
        for one in properties["PolicyDocument"]["Statement"]
        if "Bool" in one.get("Condition", {})
    )
    assert (refusal["Effect"], refusal["Principal"], refusal["Action"]) == ("Deny", "*", "s3:*")
    assert refusal["Condition"] == {"Bool": IN_CLEAR}
    name = template()[properties["Bucket"]]["Properties"]["BucketName"]
    bucket = f"arn:aws:s3:::{resolve(name, guardduty=False)}"
    assert refusal["Resource"] == [bucket, f"{bucket}/*"]


def test_every_bucket_has_such_a_policy_on_every_stage_but_the_local_one() -> None:
    policies = [one for one in template().values() if one.get("Type") == "AWS::S3::BucketPolicy"]
    buckets = {name for name, one in template().items() if one.get("Type") == "AWS::S3::Bucket"}
    assert {one["Properties"]["Bucket"]["Ref"] for one in policies} == buckets
    assert compose_resources()["Conditions"]["OnAws"] == {
        "Fn::Equals": [{"Ref": "PublicS3Endpoint"}, ""]
    }
    given = {
        path.stem: load_stage(path.stem).get("PublicS3Endpoint", "") for path in FOLDER.glob("*")
    }
    assert {name for name, endpoint in given.items() if endpoint} == {"local"}


def test_nothing_that_a_verdict_may_name_expires() -> None:
    rules = template()["DocumentsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    expiring = [rule for rule in rules if any("Expiration" in word for word in rule)]
    assert [rule["Prefix"] for rule in expiring] == ["exports/", "sheets/"]


def test_a_sheet_is_written_by_the_portal_read_by_its_job_and_gone_after_a_day() -> None:
    assert who_may("s3:PutObject", DOCUMENTS, "sheets/job_1") == {"api_handler"}
    assert who_may("s3:GetObject", DOCUMENTS, "sheets/job_1") == {"run_job"}
    template_readers = who_may("s3:GetObject", DOCUMENTS, "sheets/template/0123.xlsx")
    assert template_readers & set(lambda_names()) == {"api_handler"}
    rules = template()["DocumentsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (rule,) = (one for one in rules if one["Id"] == "sheets-go-after-a-day")
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_an_export_is_written_by_its_job_read_by_the_signer_and_gone_after_a_day() -> None:
    assert who_may("s3:PutObject", DOCUMENTS, "exports/job_1/x.csv") == {"run_job"}
    for action in READ:
        readers = who_may(action, DOCUMENTS, "exports/job_1/x.csv")
        assert readers - {"run_job"} == {"api_handler"}
    assert "run_job" not in who_may("s3:PutObject", DOCUMENTS, "served/x")
    assert "run_job" not in who_may("s3:GetObject", DOCUMENTS, "evidence/dos_1/x")
    rules = template()["DocumentsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (rule,) = (one for one in rules if one["Id"] == "exports-go-after-a-day")
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 1)
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}


def test_what_waits_for_a_person_stays_in_the_uploads_for_a_year() -> None:
    (rule,) = template()["UploadsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert rule["ExpirationInDays"] >= 365
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] >= 365


def test_only_s3_and_the_rule_of_the_scanner_send_to_the_checkers_queue() -> None:
    document = template()["UploadsQueuePolicy"]["Properties"]["PolicyDocument"]
    for guardduty, senders in (
        (False, {"s3.amazonaws.com"}),
        (True, {"s3.amazonaws.com", "events.amazonaws.com"}),
    ):
        statements = resolve(document, guardduty)["Statement"]
        assert {one["Principal"]["Service"] for one in statements} == senders
        assert all(one["Condition"]["ArnEquals"]["aws:SourceArn"] for one in statements)
