"""Text: the two foldings agree, slugs are addresses, bodies are normalised and bounded."""

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from shop.core.text import Body, Email, Line, Name, Quantity, Slug, fold, slugify, squeeze

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
MARKS = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
EVERY_LETTER = [
    unicodedata.normalize(form, case(letter + mark))
    for letter in LETTERS
    for mark in MARKS
    for case in (str.lower, str.upper)
    for form in ("NFC", "NFD")
]


async def test_sql_and_python_fold_every_vietnamese_letter_alike(session):
    rows = await session.execute(
        text("SELECT word, vn_fold(word) FROM unnest(CAST(:words AS text[])) AS word"), {"words": EVERY_LETTER}
    )

    assert [word for word, folded in rows if folded != fold(word)] == []


@given(st.lists(st.sampled_from([*EVERY_LETTER, *" -.,0123456789"]), max_size=30).map("".join))
def test_folding_twice_changes_nothing(words):
    assert fold(fold(words)) == fold(words)
    assert fold(words).isascii()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bưởi Diễn", "buoi dien"),
        ("ĐẶC SẢN", "dac san"),
        ("Gốm Bát Tràng", "gom bat trang"),
        ("Mây tre đan", "may tre dan"),
    ],
)
def test_folding_known_words(written, folded):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


@given(st.text(max_size=300))
def test_a_slug_is_an_address_part_or_nothing(words):
    slug = slugify(words)

    assert slug == "" or msgspec.convert(slug, Slug) == slug


def test_squeezing_composes_and_takes_out_spaces():
    assert squeeze("  Tra\u0300   sen \n") == "Trà sen"


class _Sample(Body):
    name: Name
    note: Line = ""
    count: Quantity = 1


def test_a_body_is_composed_and_trimmed():
    body = msgspec.json.decode('{"name": "  Tra\u0300 sen "}', type=_Sample)

    assert body.name == "Trà sen"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "a\x00b"},
        {"name": "a\x1bb"},
        {"name": "a", "note": "x" * 301},
        {"name": "a", "count": 0},
        {"name": "a", "count": -1},
        {"name": "a", "count": 10**9},
        {"name": "a", "count": 10**30},
        {"name": "a", "count": 1.5},
        {"name": "a", "unknown": 1},
        {},
    ],
)
def test_a_body_refuses_what_the_database_should_never_see(fields):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(fields, _Sample)


@pytest.mark.parametrize("address", ["a b@c.vn", "a@b", "@b.vn", "a@b.vn\x00", "x" * 250 + "@b.vn"])
def test_what_is_no_mail_address_is_refused(address):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(address, Email)
