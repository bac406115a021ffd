"""The reduction of the CEC tables, on rows as the tables write them."""

from decimal import Decimal

import pytest

from chalicelib.equipment.model import EquipmentKind, Phases
from chalicelib.equipment.seed import SeedLine, pack, unpack
from infra.equipment_seed import FOLDER
from infra.reduce_equipment import _nominal, reduce_inverters, reduce_modules

MODULES = """Name,Technology,STC,A_c
Units,,,m2
[0],cec_material,,cec_area
SunPower SPR-X22-360,Mono-c-Si,359.344,1.630
REC Solar REC265PE2 BLK Q3,Multi-c-Si,264.1,1.590
Mage Solar Powertec Plus 220/6 PH,Multi-c-Si,219.876,1.6
Mage Solar PV1,Multi-c-Si,100,1
Mage Solar PV2,Multi-c-Si,100,1
1Soltech 1STH-215-P,Multi-c-Si,213.15,1.567
Jinko Solar Co._ Ltd JKM270PP-60,Multi-c-Si,270.05,1.64
Nothing Zero 0W,Multi-c-Si,0,1
"""
INVERTERS = """Name,Vac,Paco
Units,V,W
[0],inv_snl_ac_voltage,inv_snl_paco
SMA America: SB5000US [208V],208,4990
SMA America: SB5000US [240V],240,5000
Ningbo Ginlong Technologies Co - Ltd : Solis-60K-US-F-SW [480V],480,60086.4
"""


def test_makers_and_models_are_told_apart_and_powers_are_nominal() -> None:
    found = [(one.maker, one.name, one.power_w) for one in reduce_modules(MODULES)]
    assert ("SunPower", "SPR-X22-360", Decimal(360)) in found
    assert ("REC Solar", "REC265PE2 BLK Q3", Decimal(265)) in found
    assert ("Mage Solar", "Powertec Plus 220/6 PH", Decimal(220)) in found
    assert ("1Soltech", "1STH-215-P", Decimal(215)) in found
    assert ("Jinko Solar", "JKM270PP-60", Decimal(270)) in found
    assert len(found) == 7


def test_an_inverter_is_one_line_whatever_voltages_it_was_measured_at() -> None:
    found = reduce_inverters(INVERTERS)
    assert found == [
        SeedLine("Ningbo Ginlong Technologies", "Solis-60K-US-F-SW", Decimal(60086), Phases.THREE),
        SeedLine("SMA America", "SB5000US", Decimal(5000)),
    ]


@pytest.mark.parametrize(
    ("name", "measured", "nominal"),
    [("PM060PB1_255", "253.5", 255), ("TKSG-28501", "284.69", 285), ("X-100", "284.69", 285)],
)
def test_a_number_of_the_name_counts_when_it_is_the_measured_power(
    name: str, measured: str, nominal: int
) -> None:
    assert _nominal(name, Decimal(measured)) == nominal


def test_the_committed_files_say_where_they_come_from_and_read_back() -> None:
    for kind in EquipmentKind:
        text = (FOLDER / f"{kind}s.tsv").read_text(encoding="utf-8")
        assert "2019-03-05" in text.splitlines()[0]
        assert "BSD-3-Clause" in text
        lines = unpack(pack(text))
        assert [SeedLine.read(line).write() for line in lines] == list(lines)
        assert list(lines) == sorted(lines, key=lambda line: tuple(line.split("\t")[:2]))
