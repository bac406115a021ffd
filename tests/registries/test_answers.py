"""Recorded answers of each registry, and what is proposed from them."""

from datetime import date

import pytest

from chalicelib.aws.trouble import TransientError
from chalicelib.registries.addresses import HttpAddresses
from chalicelib.registries.companies import HttpCompanies
from chalicelib.registries.http import Source
from chalicelib.registries.model import Parcel, Precision
from chalicelib.registries.parcels import HttpParcels
from tests.registries.stand_in import StandIn


def test_addresses_come_best_first_without_towns_or_nonsense(registry: StandIn) -> None:
    registry.give("/search", "address_house.json")
    found = HttpAddresses(Source("addresses", registry.address)).search_addresses("12 rue  des")
    assert [(one.line, one.precision) for one in found] == [
        ("12 Rue des Alliés", Precision.HOUSE),
        ("Rue des Alliés", Precision.STREET),
    ]
    assert (found[0].postcode, found[0].city, found[0].insee) == ("38100", "Grenoble", "38185")
    assert (found[0].longitude, found[0].latitude) == (5.724524, 45.188529)
    assert registry.asked[0][1]["q"] == "12 rue des"


def test_too_few_letters_ask_nobody_and_too_many_are_cut(registry: StandIn) -> None:
    registry.give("/search", "address_none.json")
    addresses = HttpAddresses(Source("addresses", registry.address))
    assert addresses.search_addresses(" a ") == ()
    assert registry.asked == []
    assert addresses.search_addresses("rue " * 100) == ()
    assert len(registry.asked[0][1]["q"]) <= 200


def test_parcels_are_written_as_on_a_deed(registry: StandIn) -> None:
    registry.give("/parcelle", "parcels_two.json")
    found = HttpParcels(Source("parcels", registry.address)).list_parcels_at(5.72, 45.18)
    assert found == (
        Parcel("AB", "32", "38185", "Grenoble", area_m2=512),
        Parcel("A", "107", "38185", "Grenoble", prefix="142"),
    )
    assert registry.asked[0][1]["geom"] == '{"type": "Point", "coordinates": [5.72, 45.18]}'


def test_a_company_has_its_head_office_and_what_ceased_comes_last(registry: StandIn) -> None:
    registry.give("/search", "company_siren.json")
    found = HttpCompanies(Source("companies", registry.address)).search_companies("552100554")
    assert [(one.siret, one.is_head_office, one.closed_on) for one in found] == [
        ("55210055400021", True, None),
        ("55210055400013", False, date(2021, 6, 30)),
    ]
    assert found[0].name == "ATELIERS DU VERCORS"
    assert found[0].address == "3 RUE DU FOUR 38000 GRENOBLE"


def test_a_siret_proposes_its_own_establishment_alone(registry: StandIn) -> None:
    registry.give("/search", "company_siren.json")
    companies = HttpCompanies(Source("companies", registry.address))
    (found,) = companies.search_companies("55210055400013")
    assert found.siret == "55210055400013"
    assert found.is_closed


def test_whoever_is_hidden_has_no_name_and_a_closed_company_closes_its_site(
    registry: StandIn,
) -> None:
    registry.give("/search", "company_hidden.json")
    companies = HttpCompanies(Source("companies", registry.address))
    (found,) = companies.search_companies("732829320")
    assert (found.name, found.address) == ("", "")
    assert (found.is_closed, found.closed_on) == (True, date(2024, 12, 31))


@pytest.mark.parametrize("body", [b"{}", b'{"features": 3, "results": 3}', b"<html>502</html>"])
def test_an_answer_of_another_shape_is_trouble(registry: StandIn, body: bytes) -> None:
    registry.answers |= {"/search": body, "/parcelle": body}
    source = Source("any", registry.address)
    with pytest.raises(TransientError):
        HttpAddresses(source).search_addresses("12 rue")
    with pytest.raises(TransientError):
        HttpParcels(Source("any", registry.address)).list_parcels_at(1, 45)
    with pytest.raises(TransientError):
        HttpCompanies(Source("any", registry.address)).search_companies("552100554")


def test_a_list_of_nonsense_proposes_nothing(registry: StandIn) -> None:
    registry.answers |= {
        "/search": b'{"features": [null, 1, [], {"geometry": {}}], "results": [3, {"siege": 4}]}',
        "/parcelle": b'{"features": [{}, {"properties": {"section": "<b>", "numero": "1"}}]}',
    }
    source = Source("any", registry.address)
    assert HttpAddresses(source).search_addresses("12 rue") == ()
    assert HttpParcels(source).list_parcels_at(1, 45) == ()
    assert HttpCompanies(source).search_companies("552100554") == ()
