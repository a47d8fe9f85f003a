import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.ids import ALPHABET, derived_code
from shop.orders.rules import CODE_PREFIX
from shop.payments.memo import PREFIX, Memo, find_codes, find_memos, memo_of

CODES = st.text(min_size=1).map(lambda seed: derived_code("CM", seed))
NUMBERS = st.integers(1, 10)
BEFORE = st.sampled_from(["", "MBVCB.3278907687.", "QR - ", "IBFT ", "Chuyển khoản ", "CUSTOMER ", "020097042211 CM "])
AFTER = st.sampled_from(
    ["", ".CT tu 0123456789 TRAN VAN MINH toi 0011 CHO MAY tai MB", "-CHUYEN TIEN", " GD 5F2", "/cảm ơn"]
)
AROUND = st.tuples(BEFORE, AFTER)
CASE = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])


def _spread(text, marks):
    """`text` with some of its gaps filled."""
    return "".join(sign + mark for sign, mark in zip(text, marks, strict=False)) + text[len(marks) :]


@given(CODES, NUMBERS, AROUND, CASE, st.lists(st.sampled_from(["", "", "", " ", "-", ".", "\n"]), max_size=12))
def test_a_memo_is_found_whatever_a_bank_does_to_it(code, number, around, case, marks):
    text = case(around[0] + _spread(memo_of(code, number), marks) + around[1])

    assert Memo(code, number) in find_memos(text)
    assert code in find_codes(text)


@given(CODES, NUMBERS, AROUND)
def test_a_memo_survives_when_a_bank_strips_all_but_letters_and_digits(code, number, around):
    text = "".join(sign for sign in around[0] + memo_of(code, number) + around[1] if sign.isalnum())

    assert Memo(code, number) in find_memos(text)


@given(CODES, NUMBERS, st.integers(2, 11), st.data())
def test_one_wrong_sign_never_names_an_order(code, number, at, data):
    memo = memo_of(code, number)
    other = data.draw(st.sampled_from([sign for sign in string.ascii_uppercase + string.digits if sign != memo[at]]))

    assert find_memos(memo[:at] + other + memo[at + 1 :]) == []


@given(CODES, NUMBERS, st.integers(2, 10))
def test_two_neighbours_that_changed_places_never_name_another_order(code, number, at):
    memo = memo_of(code, number)
    swapped = memo[:at] + memo[at + 1] + memo[at] + memo[at + 2 :]

    assert find_memos(swapped) == ([Memo(code, number)] if swapped == memo else [])


@given(CODES, NUMBERS, st.integers(0, 11), AFTER)
def test_a_memo_that_was_cut_names_no_other_order(code, number, length, after):
    found = find_memos(memo_of(code, number)[:length] + after)

    assert [memo for memo in found if memo.code != code] == []


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text):
    assert all(find_memos(memo_of(memo.code, memo.number)) == [memo] for memo in find_memos(text))


def test_a_memo_fits_the_purpose_of_a_vietqr_and_is_plain():
    memo = memo_of(derived_code("CM", "x"), 10)

    assert len(memo) == 12
    assert set(memo[2:]) <= set(ALPHABET)


@pytest.mark.parametrize("number", [0, 30])
def test_attempts_are_counted_within_bounds(number):
    with pytest.raises(ValueError, match="1 to 29"):
        memo_of(derived_code("CM", "x"), number)


def test_several_memos_are_all_found_each_once():
    first, second = derived_code("CM", "a"), derived_code("CM", "b")

    assert find_memos(f"{memo_of(first)} {memo_of(second)} {memo_of(first)}") == [Memo(first, 1), Memo(second, 1)]


def test_a_memo_begins_as_the_codes_of_orders_do():
    assert PREFIX == CODE_PREFIX
