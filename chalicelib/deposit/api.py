"""The JSON API of a draft: its five steps, what its papers contradict, its sending, its copy."""

from chalicelib.deposit import (
    api_copy,
    api_radar,
    api_sending,
    api_steps,
)
from chalicelib.deposit.blueprints import api

__all__ = [
    "api",
    "api_copy",
    "api_radar",
    "api_sending",
    "api_steps",
]
