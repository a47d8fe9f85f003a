"""What may be paid out; how accounts are written."""

import pytest

from shop.payouts.rules import MOVES, Owed, as_banks_write, memo_of, method_of, read_number, read_stripe
from shop.settlement.models import PayoutMethod, PayoutState


@pytest.mark.parametrize(
    ("balance", "unripe", "available"),
    [
        (100, 0, 100),
        (100, 30, 70),
        (100, 100, 0),
        (30, 100, 0),  # a ripe sale went back
        (-20, 0, 0),
        (-20, 50, 0),
        (0, 0, 0),
    ],
)
def test_never_more_than_is_owed_nor_less_than_nothing(balance, unripe, available):
    assert Owed(balance, unripe).available == available


def test_what_is_over_stays_so():
    finals = (PayoutState.PAID, PayoutState.FAILED, PayoutState.DROPPED)

    assert not any(MOVES.allows(state, to) for state in finals for to in PayoutState)
    assert not MOVES.allows(PayoutState.DRAFT, PayoutState.SENT)
    assert not MOVES.allows(PayoutState.APPROVED, PayoutState.PAID)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0011 0022-3344.55", "00110022334455"),
        ("vn123", "VN123"),
        ("123", None),
        ("1" * 20, None),
        ("=1+1", None),
        ("", None),
        ("１２３４５", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert read_number(written) == number


def test_what_banks_and_stripe_are_told_is_plain():
    assert memo_of("CT-7F3K-92PM") == "CHO MAY CT7F3K92PM"
    assert as_banks_write("Hợp tác xã Đồng Tiến") == "HOP TAC XA DONG TIEN"
    assert (read_stripe(" acct_1Nv0FGQ9RKHgCVdK "), read_stripe("acct-1"), read_stripe("acct_")) == (
        "acct_1Nv0FGQ9RKHgCVdK",
        None,
        None,
    )


def test_stripe_pays_where_both_sides_have_it():
    assert method_of("acct_1", stripe=True) is PayoutMethod.STRIPE
    assert method_of("acct_1", stripe=False) is PayoutMethod.TRANSFER
    assert method_of(None, stripe=True) is PayoutMethod.TRANSFER
