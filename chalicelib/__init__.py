"""Raccordo: rooftop solar, from the installer's form to the day injection opens."""

from chalicelib.dataclass_code import read_codes, use_codes

use_codes(read_codes())
