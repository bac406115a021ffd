"""The dashboard of a stage: errors and durations of every Lambda, queues of failures, mails."""

import json

from infra.lambdas import lambda_names

# A CloudFormation resource or value, as JSON.
type Resource = dict[str, object]


def make_dashboard(failure_queues: tuple[str, ...]) -> Resource:
    """Make the stage's dashboard; `failure_queues` are logical ids."""
    widgets = [
        _widget(
            0, "Erreurs des fonctions", "Sum", [_lambda_metric("Errors", n) for n in lambda_names()]
        ),
        _widget(
            12, "Durées (p95, ms)", "p95", [_lambda_metric("Duration", n) for n in lambda_names()]
        ),
        _widget(0, "Files d'échec", "Maximum", [_queue_metric(q) for q in failure_queues], row=6),
        _widget(
            12,
            "Courriels",
            "Sum",
            [_mail_metric(m) for m in ("Send", "Bounce", "Complaint")],
            row=6,
        ),
    ]
    properties: Resource = {
        "DashboardName": {"Fn::Sub": "raccordo-${Stage}"},
        "DashboardBody": {"Fn::Sub": json.dumps({"widgets": widgets})},
    }
    return {"Type": "AWS::CloudWatch::Dashboard", "Properties": properties}


def _widget(
    column: int, title: str, stat: str, metrics: list[list[str]], *, row: int = 0
) -> Resource:
    properties: Resource = {
        "title": title,
        "stat": stat,
        "period": 300,
        "region": "${AWS::Region}",
        "metrics": metrics,
    }
    place = {"type": "metric", "x": column, "y": row, "width": 12, "height": 6}
    return {**place, "properties": properties}


def _lambda_metric(metric: str, name: str) -> list[str]:
    return ["AWS/Lambda", metric, "FunctionName", f"raccordo-${{Stage}}-{name}"]


def _queue_metric(queue: str) -> list[str]:
    return ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", f"${{{queue}.QueueName}}"]


def _mail_metric(metric: str) -> list[str]:
    return ["AWS/SES", metric]
