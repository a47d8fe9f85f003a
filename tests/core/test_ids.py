"""Short codes: what is read out comes back, and one slip is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.ids import ALPHABET, keyed_digest, new_code, read_code


def test_a_code_is_read_back_however_it_is_typed():
    code = new_code("CM")

    for typed in (code, code.lower(), code.replace("-", ""), f"  {code[:6]} {code[6:]} "):
        assert read_code("CM", typed) == code


@given(st.integers(3, 11), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(at, sign):
    code = "CM-" + "7F3K-92P"  # eight places; the check sign is found below
    whole = next(f"{code}{last}" for last in ALPHABET if read_code("CM", f"{code}{last}"))
    slip = whole[:at] + sign + whole[at + 1 :]

    if slip[at] != whole[at] and whole[at] != "-":
        assert read_code("CM", slip) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    found = read_code("CM", text)

    assert found is None or read_code("CM", found) == found


@pytest.mark.parametrize("text", ["", "CM", "XX-7F3K-92PM", "CM-0000-0000", "CM-7F3K-92P"])
def test_what_cannot_be_a_code_is_none(text):
    assert read_code("CM", text) is None


def test_a_digest_depends_on_every_part_and_where_it_ends():
    digests = {keyed_digest("s", *parts) for parts in [("ab", "c"), ("a", "bc"), ("abc",), ("ab", "c", "")]}

    assert len(digests | {keyed_digest("t", "ab", "c")}) == 5
