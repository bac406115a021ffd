"""Buckets: what browsers may post and get is signed here; versions are read, kept and removed."""

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
    from mypy_boto3_s3.type_defs import ObjectVersionTypeDef

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
    """Write the bytes of one version to `target`, hashed on the way; ObjectGone when absent."""
    try:
        answer = client("s3").get_object(Bucket=bucket, Key=key, VersionId=version_id)
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


def copy_version(
    bucket: str, key: str, version_id: str, *, to_bucket: str, to_key: str, content_type: str
) -> str:
    """Copy one version inside S3, without its metadata; give the copy's version."""
    try:
        answer = client("s3").copy_object(
            CopySource={"Bucket": bucket, "Key": key, "VersionId": version_id},
            Bucket=to_bucket,
            Key=to_key,
            MetadataDirective="REPLACE",
            ContentType=content_type,
        )
    except (ClientError, BotoCoreError) as error:
        raise _gone_or_trouble(error) from error
    return answer.get("VersionId", "")


def store_file(source: Path, bucket: str, key: str, *, content_type: str) -> str:
    """Store a file's bytes, to be downloaded and never shown in place; give the version."""
    try:
        with source.open("rb") as file:
            answer = client("s3").put_object(
                Bucket=bucket,
                Key=key,
                Body=file,
                ContentType=content_type,
                ContentDisposition="attachment",
            )
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error
    return answer.get("VersionId", "")


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
