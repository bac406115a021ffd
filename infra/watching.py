"""Alarms and the dashboard: one alarm a dead-letter queue, one a Lambda, written by loops."""

import json

from infra.lambdas import lambda_names, logical_id

# A CloudFormation resource or value, as JSON.
type Resource = dict[str, object]

FAILURE_QUEUES = (
    "UploadsDeadLetters",
    "DropDeadLetters",
    "NoticesDeadLetters",
    "FeedbackDeadLetters",
    "JobsDeadLetters",
    "RelayFailures",
    "JobFailures",
)


METRICS = "Raccordo"
SET_ASIDE = "EventsSetAside"


def watching_resources() -> dict[str, Resource]:
    """Give the alarms' topic, the alarms and the dashboard."""
    alarms = {f"{queue}Alarm": _queue_alarm(queue) for queue in FAILURE_QUEUES}
    alarms |= {f"{logical_id(name)}ErrorsAlarm": _errors_alarm(name) for name in lambda_names()}
    alarms["SetAsideAlarm"] = _set_aside_alarm()
    topic = {"TopicName": {"Fn::Sub": "raccordo-${Stage}-alarms"}}
    return {
        "AlarmsTopic": {"Type": "AWS::SNS::Topic", "Properties": topic},
        "Dashboard": _dashboard(),
        "SetAsideMetric": _set_aside_metric(),
        **alarms,
    }


def _queue_alarm(queue: str) -> Resource:
    return _alarm(
        f"Something waits in {queue}: see docs/operations.md",
        metric="ApproximateNumberOfMessagesVisible",
        namespace="AWS/SQS",
        dimension=("QueueName", {"Fn::GetAtt": [queue, "QueueName"]}),
        statistic="Maximum",
        threshold=0,
    )


def _errors_alarm(name: str) -> Resource:
    return _alarm(
        f"{name} failed",
        metric="Errors",
        namespace="AWS/Lambda",
        dimension=("FunctionName", {"Ref": logical_id(name)}),
        statistic="Sum",
        threshold=2,
    )


def _set_aside_metric() -> Resource:
    """Count what the replay says, each minute, of the events that nobody can read."""
    metric: Resource = {
        "MetricNamespace": METRICS,
        "MetricName": SET_ASIDE,
        "MetricValue": "$.count",
        "Dimensions": [{"Key": "FunctionName", "Value": "$.function"}],
    }
    properties: Resource = {
        "LogGroupName": {"Ref": "ReplayUnrelayedLogGroup"},
        "FilterPattern": '{ $.message = "events are set aside" }',
        "MetricTransformations": [metric],
    }
    return {"Type": "AWS::Logs::MetricFilter", "Properties": properties}


def _set_aside_alarm() -> Resource:
    return _alarm(
        "Events are set aside that nobody can read: see docs/operations.md",
        metric=SET_ASIDE,
        namespace=METRICS,
        dimension=("FunctionName", {"Ref": "ReplayUnrelayed"}),
        statistic="Maximum",
        threshold=0,
    )


def _alarm(
    says: str,
    *,
    metric: str,
    namespace: str,
    dimension: tuple[str, Resource],
    statistic: str,
    threshold: int,
) -> Resource:
    properties: Resource = {
        "AlarmDescription": says,
        "Namespace": namespace,
        "MetricName": metric,
        "Dimensions": [{"Name": dimension[0], "Value": dimension[1]}],
        "Statistic": statistic,
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": threshold,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
        "AlarmActions": [{"Ref": "AlarmsTopic"}],
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}


def _dashboard() -> Resource:
    widgets = [
        _widget(
            0, "Erreurs des fonctions", "Sum", [_lambda_metric("Errors", n) for n in lambda_names()]
        ),
        _widget(
            12, "Durées (p95, ms)", "p95", [_lambda_metric("Duration", n) for n in lambda_names()]
        ),
        _widget(0, "Files d'échec", "Maximum", [_queue_metric(q) for q in FAILURE_QUEUES], row=6),
        _widget(
            12,
            "Courriels",
            "Sum",
            [_mail_metric(m) for m in ("Send", "Bounce", "Complaint")],
            row=6,
        ),
    ]
    body = json.dumps({"widgets": widgets})
    properties: Resource = {
        "DashboardName": {"Fn::Sub": "raccordo-${Stage}"},
        "DashboardBody": {"Fn::Sub": body},
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
