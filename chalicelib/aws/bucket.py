"""Buckets: what browsers may post and get is signed here; versions are read, kept and removed."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client, public_s3_client
from chalicelib.aws.trouble import OutsideTrouble, error_code, sort_trouble
from chalicelib.settings import load_settings

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import (
        GetObjectRequestTypeDef,
        HeadObjectOutputTypeDef,
        HeadObjectRequestTypeDef,
        ObjectVersionTypeDef,
    )

GONE_CODES = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed"})
BLOCK_BYTES = 1024 * 1024
MOST_VERSIONS = 1000


class ObjectGone(Exception):
    """The object or that version of it is not there (any more)."""


@dataclass(frozen=True, slots=True)
class SignedPost:
    """A form that a browser may post to a bucket: its address and its hidden fields."""

    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version of an object; `written_at` is S3's own instant."""

    version_id: str
    size_bytes: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands under a key: its version, and the hash of its bytes as its writer knew it."""

    version_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came with the bytes of one version."""

    size_bytes: int
    sha256: str
    content_type: str
    metadata: Mapping[str, str]


def sign_post(
    bucket: str,
    key: str,
    *,
    most_bytes: int,
    fields: Mapping[str, str],
    expires_s: int,
) -> SignedPost:
    """Sign a form that stores exactly `key`, of 1 to `most_bytes` bytes, with exactly `fields`."""
    browser = public_s3_client(load_settings().s3_public_endpoint)
    fixed = [{name: value} for name, value in fields.items() if "${filename}" not in value]
    open_ended = [
        ["starts-with", f"${name}", ""] for name, value in fields.items() if "${filename}" in value
    ]
    signed = browser.generate_presigned_post(
        bucket,
        key,
        Fields=dict(fields),
        Conditions=[*fixed, *open_ended, ["content-length-range", 1, most_bytes]],
        ExpiresIn=expires_s,
    )
    return SignedPost(str(signed["url"]), dict(signed["fields"]))


def sign_get(
    bucket: str, key: str, *, version_id: str, disposition: str, content_type: str, expires_s: int
) -> str:
    """Sign an address from which a browser may download one version, under a name we choose."""
    browser = public_s3_client(load_settings().s3_public_endpoint)
    request = {
        "Bucket": bucket,
        "Key": key,
        "ResponseContentDisposition": disposition,
        "ResponseContentType": content_type,
    }
    if version_id:
        request["VersionId"] = version_id
    return browser.generate_presigned_url("get_object", Params=request, ExpiresIn=expires_s)


def list_versions(bucket: str, key: str) -> tuple[Version, ...]:
    """List the stored versions of exactly `key`, the first written first."""
    try:
        answer = client("s3").list_object_versions(Bucket=bucket, Prefix=key, MaxKeys=MOST_VERSIONS)
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error
    # S3 lists the newest first: among versions of one instant, its order decides.
    found = [one for one in answer.get("Versions", []) if one.get("Key") == key]
    return tuple(sorted((_version(one) for one in reversed(found)), key=lambda v: v.written_at))


def _version(found: "ObjectVersionTypeDef") -> Version:
    return Version(found.get("VersionId", ""), found.get("Size", 0), found["LastModified"])


def delete_version(bucket: str, key: str, version_id: str) -> None:
    """Remove one version for good; removing what is gone is no trouble."""
    try:
        client("s3").delete_object(Bucket=bucket, Key=key, VersionId=version_id)
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error


def fetch_version(bucket: str, key: str, version_id: str, target: Path) -> Fetched:
    """Write the bytes of one version to `target`, hashed on the way; ObjectGone when absent.

    Without a version it is the one that stands there: for keys that are never written twice.
    """
    request: GetObjectRequestTypeDef = {"Bucket": bucket, "Key": key}
    if version_id:
        request["VersionId"] = version_id
    try:
        answer = client("s3").get_object(**request)
        digest, size = hashlib.sha256(), 0
        with target.open("wb") as file:
            for block in answer["Body"].iter_chunks(BLOCK_BYTES):
                digest.update(block)
                size += len(block)
                file.write(block)
    except (ClientError, BotoCoreError) as error:
        raise _gone_or_trouble(error) from error
    metadata = answer.get("Metadata", {})
    return Fetched(size, digest.hexdigest(), answer.get("ContentType", ""), metadata)


def store_once(source: Path, bucket: str, key: str, *, content_type: str, sha256: str) -> Stored:
    """Store a file's bytes under a key that holds nothing yet; give what stands there after.

    Who comes second changes nothing and is given the first one's version and hash. S3 compares
    the bytes with `sha256` on arrival. They are to be downloaded, and never shown in place.
    """
    try:
        with source.open("rb") as file:
            answer = client("s3").put_object(
                Bucket=bucket,
                Key=key,
                Body=file,
                IfNoneMatch="*",
                ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                ContentType=content_type,
                ContentDisposition="attachment",
                Metadata={"sha256": sha256},
            )
    except ClientError as error:
        if error_code(error) == "PreconditionFailed":
            return read_stored(bucket, key)
        raise sort_trouble("s3", error) from error
    except BotoCoreError as error:
        raise sort_trouble("s3", error) from error
    return Stored(answer.get("VersionId", ""), sha256)


def read_stored(bucket: str, key: str, version_id: str = "") -> Stored:
    """Read which version stands under a key (or that one), and its hash; ObjectGone when none."""
    head = _read_head(bucket, key, version_id)
    return Stored(head.get("VersionId", ""), head.get("Metadata", {}).get("sha256", ""))


def read_metadata(bucket: str, key: str, version_id: str) -> Mapping[str, str]:
    """Read what travelled with one version; ObjectGone when absent."""
    return _read_head(bucket, key, version_id).get("Metadata", {})


def _read_head(bucket: str, key: str, version_id: str) -> "HeadObjectOutputTypeDef":
    """Read all that is known of an object but its bytes; ObjectGone when absent."""
    request: HeadObjectRequestTypeDef = {"Bucket": bucket, "Key": key}
    if version_id:
        request["VersionId"] = version_id
    try:
        return client("s3").head_object(**request)
    except (ClientError, BotoCoreError) as error:
        raise _gone_or_trouble(error) from error


def read_tags(bucket: str, key: str, version_id: str) -> Mapping[str, str]:
    """Read the tags of one version; ObjectGone when absent."""
    try:
        answer = client("s3").get_object_tagging(Bucket=bucket, Key=key, VersionId=version_id)
    except (ClientError, BotoCoreError) as error:
        raise _gone_or_trouble(error) from error
    return {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}


def _gone_or_trouble(error: ClientError | BotoCoreError) -> ObjectGone | OutsideTrouble:
    if isinstance(error, ClientError) and error_code(error) in GONE_CODES:
        return ObjectGone()
    return sort_trouble("s3", error)
