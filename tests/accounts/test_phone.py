"""Phone numbers: every spelling in use, and a helpful sentence for the rest."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.accounts.errors import BadPhone
from shop.accounts.phone import normalise_phone, read_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912345678", "+84912345678"),
        (" 0912 345 678 ", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("+84912345678", "+84912345678"),
        ("0084 912 345 678", "+84912345678"),
        ("+84 (0)912 345 678", "+84912345678"),
        ("912345678", "+84912345678"),
        ("024 3825 3824", "+842438253824"),
        ("+1 650 253 0000", "+16502530000"),
    ],
)
def test_spellings(typed, kept):
    assert normalise_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("091234567", 9),
        ("", 0),
        ("abc", 0),
        ("0123456789", 10),
        ("0912345678 ext 5", 11),
        ("0" * 40, 40),
        ("٠٩١٢٣٤٥٦٧٨", 10),
    ],
)
def test_what_is_no_number_says_how_much_was_read(typed, digits):
    with pytest.raises(BadPhone) as refusal:
        normalise_phone(typed)

    assert refusal.value.field == "contact.phone"
    assert refusal.value.facts == {"digits": digits}


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    found = read_phone(text)

    assert found is None or read_phone(found) == found


@given(st.from_regex(r"\A(?:\+84|0)[0-9]{9}\Z"))
def test_the_usual_spelling_is_read_as_the_library_reads_it(text):
    number = phonenumbers.parse(text, "VN")

    found = read_phone(text)

    assert (found is not None) == phonenumbers.is_valid_number(number)
    assert found in {None, f"+84{text[-9:]}"}
