"""Bans: evil words are found however they are disguised, innocent ones stay."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.core.text import fold
from shop.livestream.words_rules import ban_key, forbids, read_words
from tests.livestream.said import BANNED, EVIL, INNOCENT

SINGLE = [word for word in BANNED if " " not in word]
LETTERS = [word for word in SINGLE if len(word) >= 3]
SEPARATORS = [" ", ".", "-", "_", "*", "·", " . "]
LEET = {"a": "4@", "o": "0", "i": "1!", "e": "3", "s": "5$", "t": "7"}


def banned_in(text, words=BANNED):
    """What a room's list finds in `text`: asked for by its keys first, as the database is."""
    reading = read_words(text)
    candidates = set(reading.candidates)
    return [word for word in words if ban_key(word) in candidates and forbids(word, reading)]


def test_the_lists_are_long_enough_to_mean_something():
    assert len(set(INNOCENT)) >= 60
    assert len(set(EVIL)) >= 60


@pytest.mark.parametrize("sentence", INNOCENT)
def test_innocent_sentences_stay(sentence):
    words = [word for word in BANNED if word != "cút"]  # the quail is innocent, and written as the insult is

    assert banned_in(sentence, words) == []


@pytest.mark.parametrize(("word", "sentence"), EVIL)
def test_evil_sentences_are_found(word, sentence):
    assert word in banned_in(sentence)


@pytest.mark.parametrize(("word", "sentence"), EVIL)
def test_decomposed_text_is_the_same_text(word, sentence):
    assert word in banned_in(unicodedata.normalize("NFD", sentence))


def test_a_word_banned_without_its_marks_is_found_without_them_alone():
    assert banned_in("dit nhau", ["dit"]) == ["dit"]
    assert banned_in("Đít nồi dày", ["dit"]) == []


def test_a_phrase_of_nothing_or_of_five_words_is_no_ban():
    assert [ban_key(text) for text in ("", " ?!", "một hai ba bốn năm", "Địt  MẸ")] == ["", "", "", "ditme"]


@given(st.sampled_from(LETTERS), st.sampled_from(SEPARATORS))
def test_letters_apart_are_read_together(word, between):
    assert word in banned_in(f"này {between.join(word)} nhé")


@given(st.sampled_from(SINGLE), st.integers(2, 9), st.integers(0, 3))
def test_a_letter_said_again_changes_nothing(word, times, at):
    at = min(at, len(word) - 1)

    assert word in banned_in(word[:at] + word[at] * times + word[at + 1 :])


@given(st.sampled_from(LETTERS), st.data())
def test_digits_inside_a_word_are_letters(word, data):
    signs = [data.draw(st.sampled_from(LEET.get(fold(sign), "") or sign)) for sign in word[1:-1]]

    assert word in banned_in(word[0] + "".join(signs) + word[-1])


@given(st.sampled_from(LETTERS), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f"), st.data())
def test_signs_nobody_sees_hide_nothing(word, sign, data):
    at = data.draw(st.integers(1, len(word) - 1))

    assert word in banned_in(word[:at] + sign + word[at:])


@given(st.sampled_from(INNOCENT[:50]), st.sampled_from(SINGLE), st.sampled_from(INNOCENT[:50]))
def test_what_stands_around_does_not_hide_a_word(before, word, after):
    assert word in banned_in(f"{before}, {word}! {after}")


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    reading = read_words(text)

    assert len(reading.candidates) < 20_000
    assert all(isinstance(forbids(word, reading), bool) for word in BANNED)


@given(st.sampled_from(SINGLE), st.sampled_from("bghklmnxy"))
def test_a_word_inside_a_longer_one_is_another_word(word, letter):
    assert banned_in(f"{letter}{word}{letter}", [word]) == []
