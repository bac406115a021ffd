"""Which connector an operator has on this stage."""

from chalicelib.operators.by_hand import ByHandConnector
from chalicelib.operators.model import Connector
from chalicelib.settings import OperatorSetting, load_settings

BY_HAND = OperatorSetting("by_hand")


def connector_setting(operator: str) -> OperatorSetting:
    """How an operator is reached on this stage; one that no setting names is followed by hand."""
    return load_settings().operators.get(operator, BY_HAND)


def is_by_hand(operator: str) -> bool:
    """Whether agents do what has to be done with this operator."""
    return connector_setting(operator).connector == "by_hand"


def is_polled(operator: str) -> bool:
    """Whether this operator is asked about its requests."""
    return connector_setting(operator).connector == "http"


def open_connector(operator: str) -> Connector:
    """Open an operator's connector; modules that it does not need are not imported."""
    setting = connector_setting(operator)
    match setting.connector:
        case "http":
            from chalicelib.aws.secrets import operator_key_name, read_secret
            from chalicelib.operators.http import HttpConnector

            name = operator_key_name(operator)
            return HttpConnector(
                operator, setting.url, lambda fresh: read_secret(name, fresh=fresh)
            )
        case "csv_drop":
            from chalicelib.aws.drop import drop_file
            from chalicelib.operators.csv_drop import CsvDropConnector

            bucket = load_settings().drop_bucket
            return CsvDropConnector(operator, lambda key, raw: drop_file(bucket, key, raw))
        case "by_hand":
            return ByHandConnector()
