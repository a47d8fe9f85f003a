"""Money: shares add up, are fair to one đồng, and are always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.money import MAX_DONG, Dong, show, split

weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@given(st.integers(0, MAX_DONG), weights)
def test_shares_add_up_to_the_amount(amount, weights):
    assert sum(split(Dong(amount), weights)) == amount


@given(st.integers(0, MAX_DONG), weights)
def test_no_share_is_a_dong_or_more_off_its_exact_part(amount, weights):
    shares = split(Dong(amount), weights)

    total = sum(weights)
    assert all(abs(share * total - amount * weight) < total for share, weight in zip(shares, weights, strict=True))


@given(st.integers(0, MAX_DONG), weights)
def test_who_weighs_nothing_gets_nothing(amount, weights):
    assert all(share == 0 for share, weight in zip(split(Dong(amount), weights), weights, strict=True) if weight == 0)


def test_a_tie_goes_to_the_earlier_share():
    assert split(Dong(100), [1, 1, 1]) == [34, 33, 33]


@pytest.mark.parametrize("weights", [[0, 0], [], [3, -1]])
def test_weights_that_mean_nothing_are_refused(weights):
    with pytest.raises(ValueError, match=r"weights|empty"):
        split(Dong(10), weights)


@pytest.mark.parametrize(("amount", "written"), [(0, "0"), (999, "999"), (1_250_000, "1.250.000")])
def test_money_is_written_as_people_write_it(amount, written):
    assert show(amount) == f"{written}\u00a0₫"
