"""Where packaging reads and writes."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
INFRA = ROOT / "infra"
OUT = ROOT / "out"
CACHE = ROOT / ".local" / "package"

ZIP_NAME = "deployment.zip"
TEMPLATE_NAME = "template.json"
