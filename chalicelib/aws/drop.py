"""The drop: small files exchanged with operators, read and written whole."""

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client
from chalicelib.aws.trouble import error_code, sort_trouble

GONE_CODES = frozenset({"NoSuchKey", "404"})


def find_dropped(bucket: str, key: str, *, most_bytes: int) -> bytes | None:
    """Read a file's bytes, one more than `most_bytes` at the most; None when it is gone."""
    try:
        answer = client("s3").get_object(Bucket=bucket, Key=key)
        return answer["Body"].read(most_bytes + 1)
    except ClientError as error:
        if error_code(error) in GONE_CODES:
            return None
        raise sort_trouble("s3", error) from error
    except BotoCoreError as error:
        raise sort_trouble("s3", error) from error


def drop_file(bucket: str, key: str, raw: bytes) -> None:
    """Write a CSV file; the same key again replaces it."""
    try:
        client("s3").put_object(
            Bucket=bucket, Key=key, Body=raw, ContentType="text/csv; charset=utf-8"
        )
    except (ClientError, BotoCoreError) as error:
        raise sort_trouble("s3", error) from error
