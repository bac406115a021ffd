"""The registries that the sandbox imitates, asked through the platform's own adapters."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from stdnum.fr import siren, siret

from chalicelib.registries.addresses import HttpAddresses
from chalicelib.registries.companies import HttpCompanies
from chalicelib.registries.http import Source
from chalicelib.registries.model import Precision
from chalicelib.registries.parcels import HttpParcels
from infra.stages import load_stage
from local.deployment import _registries
from local.place import usual_place
from tests.operators.worlds import open_sandbox


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with open_sandbox(tmp_path) as sandbox:
        yield f"{sandbox.address}/registres"


def test_a_street_is_found_in_a_real_commune_and_leads_to_its_parcels(address: str) -> None:
    addresses = HttpAddresses(Source("addresses", f"{address}/adresses"))
    house, street = addresses.search_addresses("12 rue des alliés 38110 Rochetoirin")
    assert (house.line, house.postcode, house.city) == ("12 Rue des Alliés", "38110", "Rochetoirin")
    assert (house.precision, street.precision) == (Precision.HOUSE, Precision.STREET)
    parcels = HttpParcels(Source("parcels", f"{address}/cadastre"))
    found = parcels.list_parcels_at(house.longitude, house.latitude)
    assert {one.city for one in found} == {"Rochetoirin"}
    assert 1 <= len(found) <= 2
    assert found == parcels.list_parcels_at(house.longitude, house.latitude)


@pytest.mark.parametrize("city", ["Ajaccio", "Bastia", "Paris", "Saint-Étienne"])
def test_every_commune_is_found_again_from_its_point(address: str, city: str) -> None:
    addresses = HttpAddresses(Source("addresses", f"{address}/adresses"))
    house = addresses.search_addresses(f"3 rue neuve {city}")[0]
    parcels = HttpParcels(Source("parcels", f"{address}/cadastre"))
    assert parcels.list_parcels_at(house.longitude, house.latitude)[0].insee == house.insee


def test_an_unknown_place_has_no_address_and_no_parcel(address: str) -> None:
    addresses = HttpAddresses(Source("addresses", f"{address}/adresses"))
    assert addresses.search_addresses("12 rue des alliés 00000") == ()
    parcels = HttpParcels(Source("parcels", f"{address}/cadastre"))
    assert parcels.list_parcels_at(5.7, 45.1) == ()


def test_companies_have_numbers_that_check_and_some_have_ceased(address: str) -> None:
    companies = HttpCompanies(Source("companies", f"{address}/entreprises"))
    (named,) = companies.search_companies("Toits et Soleil")
    assert named.name == "TOITS ET SOLEIL"
    assert siret.validate(named.siret)
    (known,) = companies.search_companies("552100554")
    assert siren.validate(known.siret[:9]) == "552100554"
    assert not known.is_closed
    (ceased,) = companies.search_companies("732829320")
    assert ceased.is_closed


def test_the_local_stage_alone_asks_the_imitation() -> None:
    asked = _registries(usual_place())
    assert all(one.startswith("http://127.0.0.1:") for one in asked.values())
    for stage in ("production", "staging", "local"):
        assert not asked.keys() & load_stage(stage).keys()
