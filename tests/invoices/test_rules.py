"""VAT inside prices: to the đồng, exact in every sum, by the law of the day."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalog.models import TaxClass
from shop.invoices.rules import RATES, rate_on, share_vat, vat_inside

lines = st.lists(st.tuples(st.integers(0, 10**10), st.sampled_from([None, 5, 8, 10])), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("gross", "percent", "vat"),
    [(108_000, 8, 8_000), (110_000, 10, 10_000), (250_000, 8, 18_519), (1, 8, 0), (21, 10, 2), (0, 10, 0)],
)
def test_vat_is_taken_out_of_the_price(gross, percent, vat):
    assert vat_inside(gross, percent) == vat


@given(lines)
def test_shares_add_up_for_every_rate_and_never_leave_their_line(sold):
    shares = share_vat(sold)

    for percent in {percent for _, percent in sold} - {None}:
        of_rate = [at for at, line in enumerate(sold) if line[1] == percent]
        gross = sum(sold[at][0] for at in of_rate)
        vat = sum(shares[at] for at in of_rate)
        assert abs(vat * (100 + percent) - gross * percent) * 2 <= 100 + percent
        for at in of_rate:
            assert abs(shares[at] - sold[at][0] * percent / (100 + percent)) < 2
    for (amount, percent), share in zip(sold, shares, strict=True):
        assert 0 <= share <= amount
        assert percent is not None or share == 0


@pytest.mark.parametrize(
    ("tax_class", "day", "percent"),
    [
        (TaxClass.GOODS, date(2026, 12, 31), 8),
        (TaxClass.GOODS, date(2027, 1, 1), 10),
        (TaxClass.SERVICE, date(2026, 11, 23), 8),
        (TaxClass.FARM_PRODUCE, date(2026, 11, 23), None),
    ],
)
def test_a_rate_holds_from_its_day_to_its_end(tax_class, day, percent):
    assert rate_on(tax_class, day).percent == percent


@pytest.mark.parametrize("tax_class", list(TaxClass))
def test_the_table_has_no_gap_and_names_its_law(tax_class):
    own = [rate for rate in RATES if rate.tax_class is tax_class]

    assert all(before.until_on == after.from_on for before, after in pairwise(own))
    assert own[-1].until_on == date.max
    assert all(rate.source for rate in own)


def test_a_day_before_the_table_has_no_rate():
    with pytest.raises(LookupError):
        rate_on(TaxClass.GOODS, date(2008, 12, 31))
