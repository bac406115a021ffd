"""Every version of the objects of a bucket: listed, removed for good, or counted to prove it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client
from chalicelib.aws.trouble import TransientError, sort_trouble

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ListObjectVersionsRequestTypeDef, ObjectIdentifierTypeDef

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one page of stored versions, each with the instant of its oldest one there.

    `next` is where the next page begins, empty at the end.
    """

    written_at: Mapping[str, datetime]
    next: str = ""


def list_keys(bucket: str, *, after: str = "") -> Keys:
    """List the keys that hold any version, from beyond `after` on, in one call."""
    request: ListObjectVersionsRequestTypeDef = {"Bucket": bucket, "MaxKeys": PAGE}
    if after:
        request["KeyMarker"] = after
    try:
        found = client("s3").list_object_versions(**request)
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error
    written_at: dict[str, datetime] = {}
    for one in found.get("Versions", []):
        key, at = one.get("Key", ""), one["LastModified"]
        written_at[key] = min(at, written_at.get(key, at))
    return Keys(written_at, found.get("NextKeyMarker", "") if found.get("IsTruncated") else "")


def remove_below(bucket: str, prefix: str) -> int:
    """Remove every version and every delete marker below a prefix, and count them.

    ValueError for an empty prefix: a whole bucket is never meant.
    """
    removed = 0
    for page in list(_pages(bucket, prefix)):
        if page:
            _remove(bucket, page)
            removed += len(page)
    return removed


def count_below(bucket: str, prefix: str) -> int:
    """Count the versions and delete markers below a prefix."""
    return sum(len(page) for page in _pages(bucket, prefix))


def list_below(bucket: str, prefix: str) -> Iterator[tuple[str, str]]:
    """List every version below a prefix, as its key and its version id; no delete marker."""
    for page in _pages(bucket, prefix, markers=False):
        yield from ((one["Key"], one.get("VersionId", "")) for one in page)


def _pages(
    bucket: str, prefix: str, *, markers: bool = True
) -> Iterator[list["ObjectIdentifierTypeDef"]]:
    if not prefix.strip("/"):
        raise ValueError("a prefix is needed")
    request: ListObjectVersionsRequestTypeDef = {
        "Bucket": bucket,
        "Prefix": prefix,
        "MaxKeys": PAGE,
    }
    while True:
        try:
            found = client("s3").list_object_versions(**request)
        except (ClientError, BotoCoreError) as error:
            raise sort_trouble("s3", error) from error
        entries = [*found.get("Versions", []), *(found.get("DeleteMarkers", []) if markers else [])]
        yield [
            {"Key": one.get("Key", ""), "VersionId": one.get("VersionId", "")} for one in entries
        ]
        if not found.get("IsTruncated"):
            return
        request["KeyMarker"] = found["NextKeyMarker"]
        request["VersionIdMarker"] = found["NextVersionIdMarker"]


def _remove(bucket: str, page: list["ObjectIdentifierTypeDef"]) -> None:
    try:
        answer = client("s3").delete_objects(Bucket=bucket, Delete={"Objects": page, "Quiet": True})
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error
    if answer.get("Errors"):
        raise TransientError("s3", answer["Errors"][0].get("Code", "DeleteObjects"))
