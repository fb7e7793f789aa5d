"""Units that are counted, and units that are measured."""

import pytest

from comms.terms.units import is_counted

COUNTED = "pcs PCS pc. 件 个 箱 套 只 双 打 set sets Carton ctns cartons 托 pair dozen ＰＣＳ 瓶 件套 bag"
MEASURED = (
    "kg KG ㎏ kgs 千克 公斤 吨 克 m 米 M ㎡ m² 平方米 延米 立方 L 升 毫升 sq.m m.t. oz 码 小时 千件 万只 KGM"
)


@pytest.mark.parametrize("unit", [*COUNTED.split(), "gift box"])
def test_pieces_and_packages_are_counted(unit: str) -> None:
    assert is_counted(unit)


@pytest.mark.parametrize(
    "unit", [*MEASURED.split(), "sq ft", "running metres", "thousand pcs", "1000 pcs", "Litres"]
)
def test_masses_lengths_volumes_and_multiples_are_measured(unit: str) -> None:
    assert not is_counted(unit)
