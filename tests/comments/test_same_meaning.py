"""The same words in another dress mean the same: marks, case, spaces, emoji, politeness, a telephone number."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.comments.meaning import Meaning
from tests.comments.labelled import ACTING, labelled

TONES = "\u0300\u0301\u0303\u0309\u0323"


def without(signs: Callable[[str], bool], text: str) -> str:
    kept = "".join(sign for sign in unicodedata.normalize("NFD", text) if not signs(sign))
    return unicodedata.normalize("NFC", kept)


DRESSES: dict[str, Callable[[str], str]] = {
    "no marks": lambda text: without(lambda sign: bool(unicodedata.combining(sign)), text).translate(
        {273: "d", 272: "D"}
    ),
    "no tones": lambda text: without(lambda sign: sign in TONES, text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "upper case": str.upper,
    "lower case": str.lower,
    "title case": str.title,
    "wide spaces": lambda text: "  " + text.replace(" ", "   ") + " ",
    "unseen signs": lambda text: text.replace(" ", " \u200b") + "\ufeff",
    "emoji": lambda text: f"😍 {text} ❤️🔥",
    "phone behind": lambda text: f"{text} 0912345678",
    "phone before": lambda text: f"0912.345.678 {text}",
    "ạ": lambda text: f"{text} ạ",
    "nha": lambda text: f"{text} nha",
    "nhé shop": lambda text: f"{text} nhé shop ơi",
    "giúp em": lambda text: f"{text} giúp em với ạ",
    "shouted": lambda text: f"{text}!!!",
}
UNMARKED = {"no marks", "no tones"}  # takes from a word what told it from another
ORDERS = [row for row in labelled("developing") if row.intent in ACTING]
OTHERS = [row for row in labelled("developing") if row.intent not in ACTING]


def meant(meaning: Meaning) -> tuple[object, ...]:
    return meaning.intent, meaning.items, meaning.everything, meaning.question


@pytest.mark.parametrize("dress", DRESSES)
def test_an_order_in_another_dress_is_the_same_order(dress):
    changed = [row.text for row in ORDERS if meant(row.read(DRESSES[dress](row.text))) != meant(row.read())]

    assert changed == []


@pytest.mark.parametrize("dress", sorted(DRESSES.keys() - UNMARKED))
def test_what_is_no_order_is_none_in_another_dress(dress):
    taken = [row.text for row in OTHERS if row.read(DRESSES[dress](row.text)).intent in ACTING]

    assert taken == []


@given(st.sampled_from(ORDERS), st.lists(st.sampled_from(sorted(DRESSES)), max_size=4, unique=True))
def test_dresses_may_be_worn_over_one_another(row, dresses):
    text = row.text
    for dress in dresses:
        text = DRESSES[dress](text)

    assert meant(row.read(text)) == meant(row.read())


@given(
    st.sampled_from([*ORDERS, *OTHERS]),
    st.sampled_from(["upper case", "wide spaces", "unseen signs", "no marks", "shouted"]),
)
def test_the_same_again_has_the_same_key(row, dress):
    assert row.read(DRESSES[dress](row.text)).key == row.read().key


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text):
    assert ORDERS[0].read(text).key is not None
