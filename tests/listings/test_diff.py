"""What an edit changes, word by word: it reads as before, and as after."""

import random
import re
import time
from difflib import SequenceMatcher

import pytest

from shop.listings.diff import PieceKind, mark_words

GONE, NEW, SAME = PieceKind.GONE, PieceKind.NEW, PieceKind.SAME


def words(text):
    return re.findall(r"\w+|,", text)


def shown(old, new):
    return [(one.kind, one.text) for one in mark_words(old, new)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Chim én báo xuân, hoa sen giữ sạch.", "Men lam tro trấu, vẽ tay từng chiếc."),
        ("một hai ba", "một bốn ba"),
        ("a b", "a b "),
        ("  a", "b  a\n\nc"),
        ("", "mới"),
        ("cũ", ""),
        ("x" * 5, "x" * 5),
        ("từ " * 2500, "chữ " * 2500),
    ],
)
def test_without_the_new_it_reads_as_before_and_without_the_gone_as_after(old, new):
    pieces = mark_words(old, new)

    assert "".join(one.text for one in pieces if one.kind is not NEW) == old
    assert "".join(one.text for one in pieces if one.kind is not GONE) == new


def test_words_changed_in_a_row_are_one_change():
    assert shown("Chim én báo xuân", "Men lam tro trấu") == [(GONE, "Chim én báo xuân"), (NEW, "Men lam tro trấu")]


def test_words_that_stay_are_landmarks():
    assert shown("Bát gốm men lam", "Bát sứ men ngọc") == [
        (SAME, "Bát "),
        (GONE, "gốm"),
        (NEW, "sứ"),
        (SAME, " men "),
        (GONE, "lam"),
        (NEW, "ngọc"),
    ]


def test_nothing_that_stays_is_marked():
    chance = random.Random(7)
    for _ in range(300):
        old, new = ("".join(chance.choice("ab,") for _ in range(chance.randrange(12))) for _ in "on")
        pieces = mark_words(old, new)
        assert "".join(one.text for one in pieces if one.kind is not NEW) == old
        assert "".join(one.text for one in pieces if one.kind is not GONE) == new
        stays = sum(len(words(one.text)) for one in pieces if one.kind is SAME)
        blocks = SequenceMatcher(None, words(old), words(new), autojunk=False).get_matching_blocks()
        assert stays >= sum(block.size for block in blocks)


def test_texts_made_to_be_slow_are_not():
    texts = [("a " * 999, "a b " * 499), ("a b " * 2000, "b a " * 2000), ("x " * 4000, "y " * 4000)]
    began = time.monotonic()

    for old, new in texts:
        mark_words(old, new)

    assert time.monotonic() - began < 3, "one of them took the matcher of the standard library forty seconds"
