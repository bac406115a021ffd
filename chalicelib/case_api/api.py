"""The JSON API that every kind of case may declare: its cases, their files, their person's rights."""

from chalicelib.case_api import api_cases, api_files
from chalicelib.case_api.blueprints import api

__all__ = ["api", "api_cases", "api_files"]
