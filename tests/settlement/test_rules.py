"""Shares of sales: whole đồng, nothing lost or made, and what is taken back in parts is what was given."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalog.models import TaxClass
from shop.producers.models import ProducerKind
from shop.settlement.rules import LineShare, Rates, Sold, share_line, spread, take_back, withholding_on

LINE = UUID(int=1)
DAY = date(2026, 11, 28)
amounts = st.integers(1, 10**10)
rates = st.builds(Rates, st.integers(0, 5000), st.integers(0, 1000))
kinds = st.sampled_from([None, *ProducerKind])


@st.composite
def sold(draw) -> Sold:
    """A line with vouchers of its producer and of the platform."""
    total = draw(amounts)
    discount = draw(st.integers(0, total))
    return Sold(
        order_line_id=LINE,
        total=total,
        discount=discount,
        producer_discount=draw(st.integers(0, discount)),
        tax_class=draw(st.sampled_from(TaxClass)),
    )


@given(sold(), rates, kinds)
def test_all_shares_add_up_to_the_gross_and_none_is_negative(line, taken, kind):
    share = share_line(line, taken, kind, DAY)

    assert share.net + share.commission + share.fee + share.vat + share.pit == share.gross
    assert share.gross == line.total - line.producer_discount
    assert min(share.net, share.commission, share.fee, share.vat, share.pit, share.paid, share.funded) >= 0


@given(sold(), rates, kinds, st.data())
def test_what_goes_back_in_parts_is_in_the_end_exactly_what_was_given(line, taken, kind, data):
    left = share_line(line, taken, kind, DAY)
    while left.paid:
        paid = data.draw(st.integers(max(1, left.paid // 3), left.paid))
        back = take_back(left, paid)
        assert back.paid == -paid
        left = left.plus(back)
        assert min(left.net, left.commission, left.fee, left.vat, left.pit, left.funded) >= 0

    if line.discount < line.total:
        assert left == LineShare(order_line_id=LINE, paid=0, funded=0)


@given(sold(), rates, st.data())
def test_no_part_that_goes_back_is_a_dong_or_more_off_its_proportion(line, taken, data):
    given_ = share_line(line, taken, ProducerKind.HOUSEHOLD, DAY)
    if not given_.paid:
        return
    back = take_back(given_, data.draw(st.integers(1, given_.paid)))

    for name in ("net", "commission", "fee", "vat", "pit"):
        part, whole = -getattr(back, name), getattr(given_, name)
        assert abs(part * given_.gross - whole * -back.gross) < given_.gross


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=20), st.data())
def test_what_is_spread_over_what_is_left_adds_up_and_takes_from_none_more_than_it_has(left, data):
    amount = data.draw(st.integers(0, sum(left)))
    shares = spread(amount, left)

    assert sum(shares) == amount
    assert all(0 <= share <= have for share, have in zip(shares, left, strict=True))


def test_more_than_is_left_never_goes_back():
    share = LineShare(order_line_id=LINE, paid=100, funded=20)

    for paid in (0, -1, 101):
        with pytest.raises(ValueError, match="than is left"):
            take_back(share, paid)
    with pytest.raises(ValueError, match="than is left"):
        spread(11, [5, 5])


@pytest.mark.parametrize(
    ("kind", "tax_class", "day", "taxes"),
    [
        (ProducerKind.HOUSEHOLD, TaxClass.GOODS, DAY, (10_000, 5_000)),  # 1 % and 0.5 %: Nghị định 117/2025/NĐ-CP
        (ProducerKind.HOUSEHOLD, TaxClass.SERVICE, DAY, (50_000, 20_000)),
        (ProducerKind.HOUSEHOLD, TaxClass.FARM_PRODUCE, DAY, (0, 0)),
        (ProducerKind.GROUP, TaxClass.GOODS, DAY, (10_000, 5_000)),
        (ProducerKind.UNKNOWN, TaxClass.GOODS, DAY, (10_000, 5_000)),
        (ProducerKind.COMPANY, TaxClass.GOODS, DAY, (0, 0)),
        (ProducerKind.COOPERATIVE, TaxClass.GOODS, DAY, (0, 0)),
        (ProducerKind.HOUSEHOLD, TaxClass.GOODS, date(2025, 6, 30), (0, 0)),
        (ProducerKind.HOUSEHOLD, TaxClass.GOODS, date(2025, 7, 1), (10_000, 5_000)),
    ],
)
def test_tax_is_withheld_of_households_by_the_class_of_goods_and_the_day(kind, tax_class, day, taxes):
    line = Sold(order_line_id=LINE, total=1_000_000, discount=0, producer_discount=0, tax_class=tax_class)

    share = share_line(line, Rates(300, 100), kind, day)

    assert (share.vat, share.pit) == taxes
    assert (share.commission, share.fee) == (30_000, 10_000)


def test_what_nobody_in_the_register_sold_pays_nothing():
    line = Sold(order_line_id=LINE, total=90_000, discount=0, producer_discount=0, tax_class=TaxClass.GOODS)

    assert share_line(line, None, None, DAY) == LineShare(order_line_id=LINE, paid=90_000, funded=0)


def test_every_rate_of_tax_names_its_law():
    for tax_class in TaxClass:
        found = withholding_on(tax_class, DAY)
        assert found is not None
        assert found.source.startswith(("Nghị định", "Luật"))
