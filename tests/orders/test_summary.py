from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.models import OrderStatus
from shop.orders.rules import OVER, SUMMARY, amounts, summary

S = OrderStatus
ROAD = [S.HELD, S.CONFIRMED, S.PACKED, S.SHIPPED]


def test_every_status_has_its_place_in_the_summary():
    assert sorted(SUMMARY) == sorted(S)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_every_combination_of_parcels_sums_up_as_people_would_say(size):
    for parcels in combinations_with_replacement(S, size):
        still_open = [status for status in parcels if status not in OVER]
        said = summary(parcels)

        if still_open:
            assert said == min(still_open, key=ROAD.index), parcels
        elif S.DELIVERED in parcels or S.HANDED_OVER in parcels:
            assert said in {S.DELIVERED, S.HANDED_OVER}, parcels
        elif S.REFUSED in parcels:
            assert said is S.REFUSED, parcels
        elif S.CANCELLED in parcels:
            assert said is S.CANCELLED, parcels
        else:
            assert said is S.EXPIRED, parcels


def test_one_delivered_and_one_refused_parcel_make_a_delivered_order():
    assert summary([S.REFUSED, S.DELIVERED]) is S.DELIVERED
    assert summary([S.REFUSED, S.CANCELLED]) is S.REFUSED
    assert summary([S.DELIVERED, S.CONFIRMED]) is S.CONFIRMED


@given(
    worths=st.lists(st.integers(0, 10**9), min_size=1, max_size=6),
    shipping=st.integers(0, 10**6),
    part=st.floats(0, 1),
)
def test_the_amounts_of_parcels_add_up_and_none_is_negative(worths, shipping, part):
    total = int(sum(worths) * part) + shipping

    shared = amounts(total, worths)

    assert sum(shared) == total
    assert min(shared) >= 0
