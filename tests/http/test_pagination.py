"""Cursors: what was given out comes back; anything else is refused in words."""

import base64
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.http.errors import BadCursor
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor

Place = tuple[int, str, UUID]


def _raw(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.text(max_size=20).filter(lambda text: "\x00" not in text))
def test_a_cursor_comes_back_as_it_was(number, text):
    place = (number, text, uuid4())

    assert decode_cursor(encode_cursor(place), Place) == place


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!!!",
        "bắp",
        "🌙",
        "a" * (MAX_CURSOR + 1),
        _raw("{"),
        _raw("[1]"),
        _raw('["1", "a", "b"]'),
        _raw('[1, "a", "not-a-uuid"]'),
        _raw(f'[{10**30}, "a", "{UUID(int=1)}"]'),
        _raw(f'[1, "a\\u0000", "{UUID(int=1)}"]'),
        _raw("[" * 200),
    ],
)
def test_what_is_no_cursor_is_refused(cursor):
    with pytest.raises(BadCursor):
        decode_cursor(cursor, Place)


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text):
    with pytest.raises(BadCursor):
        decode_cursor(text, Place)


def test_a_place_too_long_to_be_handed_back_is_noticed():
    with pytest.raises(ValueError, match="cursor of"):
        encode_cursor(("x" * 1000,))
