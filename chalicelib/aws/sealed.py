"""Sealed objects: small, written once under a key that names their content, never changed."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.bucket import GONE_CODES, ObjectGone
from chalicelib.aws.session import client
from chalicelib.aws.trouble import error_code, sort_trouble

FORBIDDEN = "AccessDenied"
"""What S3 answers for an absent object to whoever may not list the bucket."""


def put_sealed(content: bytes, bucket: str, key: str, *, content_type: str) -> None:
    """Store some bytes unless the key holds some already: it names their hash, they are the same."""
    try:
        client("s3").put_object(
            Bucket=bucket,
            Key=key,
            Body=content,
            IfNoneMatch="*",
            ContentType=content_type,
            ContentDisposition="attachment",
        )
    except ClientError as error:
        if error_code(error) != "PreconditionFailed":
            raise sort_trouble("s3", error) from error
    except BotoCoreError as error:
        raise sort_trouble("s3", error) from error


def read_sealed(bucket: str, key: str) -> bytes:
    """Read the bytes under a key; ObjectGone when there are none."""
    try:
        body: bytes = client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
    except ClientError as error:
        if error_code(error) in GONE_CODES | {FORBIDDEN}:
            raise ObjectGone from error
        raise sort_trouble("s3", error) from error
    except BotoCoreError as error:
        raise sort_trouble("s3", error) from error
    return body
