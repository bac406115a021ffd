"""Every section of the campaign, in the order of its page; each is imported when it is run."""

from collections.abc import Mapping
from importlib import import_module

from bench.campaign.figures import Section

MODULES: Mapping[str, str] = {
    "dossiers": "bench.campaign.dossiers",
    "events": "bench.campaign.events",
    "writers": "bench.campaign.writers",
    "access": "bench.campaign.access",
    "swaps": "bench.campaign.swaps",
    "api": "bench.campaign.api_inputs",
    "inputs": "bench.campaign.inputs",
    "names": "bench.campaign.names",
    "files": "bench.campaign.files",
    "deployed": "bench.campaign.deployed",
}


def open_section(name: str) -> Section:
    """Import a section."""
    section: Section = import_module(MODULES[name]).SECTION
    return section
