"""Whose turn it is."""

import pytest

from shop.offers.rules import Turn, in_turn


@pytest.mark.parametrize(
    ("wanted", "free", "left", "served"),
    [
        ([1, 1, 1], 2, {"a": None}, 2),
        ([3, 1, 1], 2, {"a": None}, 0),  # nobody overtakes the first
        ([1, 3, 1], 3, {"a": None}, 1),
        ([2, 2], 4, {"a": 2}, 1),
        ([2, 2], 4, {"a": 4}, 2),
        ([1], 0, {"a": None}, 0),
        ([1], 5, {}, 1),
        ([1], 5, {"a": 0}, 0),
        ([], 5, {}, 0),
    ],
)
def test_the_oldest_are_served_while_each_can_be_wholly(wanted, free, left, served):
    turns = [Turn(quantity, "a") for quantity in wanted]

    assert in_turn(turns, free, left) == served


def test_one_price_that_is_sold_out_stops_those_behind_at_another():
    turns = [Turn(1, "flash"), Turn(1, "pin")]

    assert in_turn(turns, 5, {"flash": 0, "pin": None}) == 0
