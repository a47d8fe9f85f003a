"""Amounts in Vietnamese words, by hand."""

import pytest

from shop.invoices.words_rules import amount_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (1_000, "một nghìn"),
        (1_001, "một nghìn không trăm linh một"),
        (10_000, "mười nghìn"),
        (250_000, "hai trăm năm mươi nghìn"),
        (1_000_001, "một triệu không trăm linh một"),
        (1_005_000, "một triệu không trăm linh năm nghìn"),
        (1_024_021, "một triệu không trăm hai mươi tư nghìn không trăm hai mươi mốt"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm linh năm"),
        (10_000_000_000, "mười tỷ"),
        (
            999_999_999,
            "chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín",
        ),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_an_amount_is_said_as_people_say_it(amount, words):
    assert amount_in_words(amount) == f"{words} đồng"


def test_what_is_taken_off_is_said_to_be():
    assert amount_in_words(-1_005_000) == "âm một triệu không trăm linh năm nghìn đồng"
