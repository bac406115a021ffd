"""The stage's secrets: parameters of SSM, encrypted, read when first needed and kept for a while.

They are in no function's environment and in no template. A function reads those that its role
allows; `make secret` puts and replaces them.
"""

from time import monotonic

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws.session import client
from chalicelib.aws.trouble import TransientError, sort_trouble
from chalicelib.settings import load_settings

SIGNING = "signing"
"""What the stage signs with what a browser brings back; nobody outside ever has it."""

KEPT_S = 300
"""How long a process goes on with what it read, in seconds: a replaced secret holds from then on."""

_kept: dict[str, tuple[str, float]] = {}


def operator_key_name(operator: str) -> str:
    """Give the name of the key by which an operator knows us."""
    return f"operators/{operator}"


def parameter_name(stage: str, name: str) -> str:
    """Give a secret's name in the store, such as `/raccordo/staging/operators/enedis`."""
    return f"/raccordo/{stage}/{name}"


def read_secret(name: str, *, fresh: bool = False) -> str:
    """Read a secret of this stage; `fresh` when the one that is kept was refused.

    Raises PermanentError where there is none or the role may not read it, and TransientError when
    the store does not answer and nothing is kept.
    """
    stored = parameter_name(load_settings().stage, name)
    text, until = _kept.get(stored, ("", 0.0))
    if text and not fresh and monotonic() < until:
        return text
    try:
        answer = client("ssm").get_parameter(Name=stored, WithDecryption=True)
    except (ClientError, BotoCoreError) as error:
        trouble = sort_trouble("ssm", error)
        if text and not fresh and isinstance(trouble, TransientError):
            return text
        raise trouble from error
    text = answer["Parameter"]["Value"]
    _kept[stored] = (text, monotonic() + KEPT_S)
    return text


def forget_secrets() -> None:
    """Forget what was read, for a process that changes its stage."""
    _kept.clear()
