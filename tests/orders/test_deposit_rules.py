"""How much a deposit is: in whole thousands up, never more than the goods cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.money import Dong
from shop.orders.deposit_rules import Deposit, DepositRule, deposit_of, forfeits
from shop.orders.models import OrderStatus

RULES = st.one_of(
    st.builds(DepositRule, percent=st.integers(5, 90), kept=st.booleans()),
    st.builds(DepositRule, each=st.integers(10_000, 100_000_000), kept=st.booleans()),
)
LINES = st.lists(st.tuples(RULES, st.integers(1, 10**9), st.integers(1, 999)), max_size=6)


@pytest.mark.parametrize(
    ("rule", "cost", "pieces", "asked"),
    [
        (DepositRule(percent=30), 200_000, 1, 60_000),
        (DepositRule(percent=30), 199_000, 1, 60_000),  # 59.700, up to the thousand
        (DepositRule(percent=5), 900, 1, 900),
        (DepositRule(each=Dong(50_000)), 400_000, 2, 100_000),
        (DepositRule(each=Dong(50_000)), 40_000, 1, 40_000),
    ],
)
def test_a_share_is_rounded_up_and_bounded(rule, cost, pieces, asked):
    assert rule.of(Dong(cost), pieces) == asked


@given(LINES, st.integers(0, 10**6))
def test_a_deposit_is_a_part_or_none(lines, shipping):
    total = Dong(sum(cost for _, cost, _ in lines) + shipping)

    deposit = deposit_of(lines, total)

    assert deposit == Deposit() or 0 < deposit.amount < total
    assert deposit.amount == 0 or deposit.amount >= max(min(cost, 1_000) for _, cost, _ in lines)


def test_it_is_lost_only_after_it_was_paid_and_where_that_was_said():
    lost = {status for status in OrderStatus if forfeits(status, kept=True)}

    assert lost == {OrderStatus.CONFIRMED, OrderStatus.PACKED, OrderStatus.SHIPPED}
    assert not any(forfeits(status, kept=False) for status in OrderStatus)
