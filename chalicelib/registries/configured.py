"""Which registries this stage asks; one without an address is nowhere in the pages."""

import logging
from functools import cache

from chalicelib.registries.model import AddressRegistry, CompanyRegistry, ParcelRegistry
from chalicelib.settings import load_settings

log = logging.getLogger(__name__)


def find_addresses() -> AddressRegistry | None:
    """Give the registry of addresses, or None where it is not configured."""
    return _addresses(load_settings().address_registry, load_settings().stage)


def find_parcels() -> ParcelRegistry | None:
    """Give the cadastre, or None where it is not configured."""
    return _parcels(load_settings().parcel_registry, load_settings().stage)


def find_companies() -> CompanyRegistry | None:
    """Give the companies' register, or None where it is not configured."""
    return _companies(load_settings().company_registry, load_settings().stage)


def is_demonstration() -> bool:
    """Whether the registries are the local stage's own imitation, which the pages say plainly."""
    settings = load_settings()
    told = (settings.address_registry, settings.parcel_registry, settings.company_registry)
    return settings.stage == "local" and any(one.startswith("http:") for one in told)


@cache
def _addresses(url: str, stage: str) -> AddressRegistry | None:
    if not _is_given("addresses", url, stage):
        return None
    from chalicelib.registries.addresses import HttpAddresses
    from chalicelib.registries.http import Source

    return HttpAddresses(Source("addresses", url))


@cache
def _parcels(url: str, stage: str) -> ParcelRegistry | None:
    if not _is_given("parcels", url, stage):
        return None
    from chalicelib.registries.http import Source
    from chalicelib.registries.parcels import HttpParcels

    return HttpParcels(Source("parcels", url))


@cache
def _companies(url: str, stage: str) -> CompanyRegistry | None:
    if not _is_given("companies", url, stage):
        return None
    from chalicelib.registries.companies import HttpCompanies
    from chalicelib.registries.http import Source

    return HttpCompanies(Source("companies", url))


def _is_given(name: str, url: str, stage: str) -> bool:
    if not url:
        return False
    from chalicelib.registries.http import is_callable

    if is_callable(url, stage=stage):
        return True
    log.error("the address of a registry is refused: HTTPS only", extra={"registry": name})
    return False
