"""Alarms: of what failed, of what waits too long, of what a service refused us, written by loops.

Every alarm has its way back in docs/operations.md, under its name without the word "Alarm".
"""

from collections.abc import Iterable

from infra.dashboard import Resource, make_dashboard
from infra.lambdas import lambda_names, logical_id

FAILURE_QUEUES = (
    "UploadsDeadLetters",
    "DropDeadLetters",
    "NoticesDeadLetters",
    "FeedbackDeadLetters",
    "JobsDeadLetters",
    "RelayFailures",
    "JobFailures",
)

AGES_S = {
    "UploadsQueue": 1800,
    "DropQueue": 4500,
    "NoticesQueue": 900,
    "FeedbackQueue": 450,
    "JobsQueue": 1800,
}
"""How old the oldest message of a queue may grow, in seconds: longer than a first failed try hides
it twice, shorter than the tries after which it becomes a dead letter."""

STREAM_AGE_MS = 300_000
"""How far the relay may be behind the stream, in milliseconds: beyond, the replay is ahead of it."""

METRICS = "Raccordo"
SET_ASIDE = "EventsSetAside"
THROTTLED, FAILED = "RequestsThrottled", "RequestsFailed"
DIMENSIONS = {"function": "FunctionName", "portal": "Portal"}
"""What a line's field is called as a dimension of a metric."""

MOST_OF_THE_PORTAL = 5
"""How many requests in five minutes may be sent away, or answered with a failure."""

type Dimension = tuple[str, object]


def watching_resources(machines: Iterable[str]) -> dict[str, Resource]:
    """Give the alarms' topic, the alarms and the dashboard; `machines` are logical ids."""
    alarms = {f"{queue}Alarm": _queue_alarm(queue) for queue in FAILURE_QUEUES}
    alarms |= {f"{queue}AgeAlarm": _age_alarm(queue, age) for queue, age in AGES_S.items()}
    for name in lambda_names():
        alarms[f"{logical_id(name)}ErrorsAlarm"] = _errors_alarm(name)
        alarms[f"{logical_id(name)}ThrottlesAlarm"] = _throttles_alarm(name)
    for machine in machines:
        alarms[f"{machine}FailedAlarm"] = _machine_alarm(machine, "ExecutionsFailed")
        alarms[f"{machine}TimedOutAlarm"] = _machine_alarm(machine, "ExecutionsTimedOut")
    for way in ("Read", "Write"):
        alarms[f"Table{way}ThrottlesAlarm"] = _table_alarm(f"{way}ThrottleEvents")
    alarms["StreamAgeAlarm"] = _stream_alarm()
    alarms["SetAsideAlarm"] = _set_aside_alarm()
    alarms["PortalThrottlesAlarm"] = _portal_alarm("The gateway sends people away", THROTTLED)
    alarms["PortalFailuresAlarm"] = _portal_alarm("The portal answers with failures", FAILED)
    topic = {
        "TopicName": {"Fn::Sub": "raccordo-${Stage}-alarms"},
        "KmsMasterKeyId": {"Ref": "TopicsKey"},
    }
    return {
        "AlarmsTopic": {"Type": "AWS::SNS::Topic", "Properties": topic},
        "Dashboard": make_dashboard(FAILURE_QUEUES),
        **_log_metrics(),
        **alarms,
    }


def _queue_alarm(queue: str) -> Resource:
    return _alarm(
        f"Something waits in {queue}",
        metric="ApproximateNumberOfMessagesVisible",
        namespace="AWS/SQS",
        dimension=("QueueName", {"Fn::GetAtt": [queue, "QueueName"]}),
        statistic="Maximum",
        threshold=0,
    )


def _age_alarm(queue: str, age_s: int) -> Resource:
    return _alarm(
        f"A message waits in {queue} for more than {age_s} s",
        metric="ApproximateAgeOfOldestMessage",
        namespace="AWS/SQS",
        dimension=("QueueName", {"Fn::GetAtt": [queue, "QueueName"]}),
        statistic="Maximum",
        threshold=age_s,
    )


def _stream_alarm() -> Resource:
    return _alarm(
        f"The relay is more than {STREAM_AGE_MS // 1000} s behind the table's stream",
        metric="IteratorAge",
        namespace="AWS/Lambda",
        dimension=("FunctionName", {"Ref": "Relay"}),
        statistic="Maximum",
        threshold=STREAM_AGE_MS,
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


def _throttles_alarm(name: str) -> Resource:
    return _alarm(
        f"{name} was not let run: too many functions at once",
        metric="Throttles",
        namespace="AWS/Lambda",
        dimension=("FunctionName", {"Ref": logical_id(name)}),
        statistic="Sum",
        threshold=0,
    )


def _table_alarm(metric: str) -> Resource:
    return _alarm(
        f"The table refused calls of ours for its pace ({metric})",
        metric=metric,
        namespace="AWS/DynamoDB",
        dimension=("TableName", {"Ref": "Table"}),
        statistic="Sum",
        threshold=0,
    )


def _machine_alarm(machine: str, metric: str) -> Resource:
    return _alarm(
        f"Executions of {machine} ended badly ({metric})",
        metric=metric,
        namespace="AWS/States",
        dimension=("StateMachineArn", {"Ref": machine}),
        statistic="Sum",
        threshold=0,
    )


def _log_metric(group: str, pattern: str, metric: str, value: str, key: str) -> Resource:
    """Count lines of a log group, by what their field `key` says of the stage."""
    counted: Resource = {
        "MetricNamespace": METRICS,
        "MetricName": metric,
        "MetricValue": value,
        "Dimensions": [{"Key": DIMENSIONS[key], "Value": f"$.{key}"}],
    }
    properties: Resource = {
        "LogGroupName": {"Ref": group},
        "FilterPattern": pattern,
        "MetricTransformations": [counted],
    }
    return {"Type": "AWS::Logs::MetricFilter", "Properties": properties}


def _log_metrics() -> dict[str, Resource]:
    """Count what the replay says, each minute, of the events that nobody can read, and whom the
    gateway sent away by itself or could not serve.
    """
    said = '{ $.message = "events are set aside" }'
    group, access = "ReplayUnrelayedLogGroup", "PortalAccessLogGroup"
    refused, failed = '{ $.refused = "THROTTLED" }', "{ $.status >= 500 }"
    return {
        "SetAsideMetric": _log_metric(group, said, SET_ASIDE, "$.count", "function"),
        "PortalThrottlesMetric": _log_metric(access, refused, THROTTLED, "1", "portal"),
        "PortalFailuresMetric": _log_metric(access, failed, FAILED, "1", "portal"),
    }


def _set_aside_alarm() -> Resource:
    return _alarm(
        "Events are set aside that nobody can read",
        metric=SET_ASIDE,
        namespace=METRICS,
        dimension=("FunctionName", {"Ref": "ReplayUnrelayed"}),
        statistic="Maximum",
        threshold=0,
    )


def _portal_alarm(says: str, metric: str) -> Resource:
    return _alarm(
        says,
        metric=metric,
        namespace=METRICS,
        dimension=("Portal", {"Fn::Sub": "raccordo-${Stage}"}),
        statistic="Sum",
        threshold=MOST_OF_THE_PORTAL,
    )


def _alarm(
    says: str,
    *,
    metric: str,
    namespace: str,
    dimension: Dimension,
    statistic: str,
    threshold: int,
) -> Resource:
    properties: Resource = {
        "AlarmDescription": f"{says}: see docs/operations.md",
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
