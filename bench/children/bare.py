"""The reference B: a bare handler with a DynamoDB client, as everybody writes it."""

import json

import boto3

dynamodb = boto3.client("dynamodb")


def answer(event: dict[str, object], _context: object) -> dict[str, object]:
    """Answer without validating, without a framework and without a call."""
    return {"statusCode": 200, "body": json.dumps({"path": event["path"]})}
