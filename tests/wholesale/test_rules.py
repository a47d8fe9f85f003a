"""Which words ask for wholesale, and what bands cost."""

import pytest

from shop.core.transitions import IllegalMove
from shop.web.pages.producer.wholesale import read_bands
from shop.wholesale.errors import BandsWrong
from shop.wholesale.models import EnquiryState
from shop.wholesale.rules import MOVES, OPEN, is_wholesale, price_for


@pytest.mark.parametrize(
    "text",
    [
        "Giá sỉ sao shop?",
        "gia si the nao",
        "Cho em lấy sỉ 100 hộp",
        "Có BÁN BUÔN không ạ",
        "mua  sỉ",
        "Mình hỏi giá  sỉ",
        "wholesale price?",
        "lấy số lượng lớn có bớt không",
        "Giá đại lý bao nhiêu",
    ],
)
def test_words_that_ask_for_wholesale(text):
    assert is_wholesale(text)


@pytest.mark.parametrize(
    "text",
    ["Bác sĩ bảo ăn được không?", "giá sĩ quan", "A1 2 hộp", "giá bao nhiêu", "Nghệ sĩ nào hát vậy", "", "buồn quá"],
)
def test_words_that_do_not(text):
    assert not is_wholesale(text)


@pytest.mark.parametrize(("quantity", "price"), [(19, None), (20, 90), (49, 90), (50, 85), (10_000, 85)])
def test_the_widest_band_that_is_reached_counts(quantity, price):
    assert price_for([(50, 85), (20, 90)], quantity) == price


@pytest.mark.parametrize("state", [state for state in EnquiryState if state not in OPEN])
def test_what_is_decided_stays_so(state):
    for to in EnquiryState:
        with pytest.raises(IllegalMove):
            MOVES.check(state, to)


def test_bands_are_read_as_people_write_them():
    assert read_bands("50: 85.000\n\n 100 = 80000 ") == ((50, 85_000), (100, 80_000))


@pytest.mark.parametrize("text", ["50", "năm mươi: 85000", "50: 85 nghìn", "\n".join(f"{n}: 1" for n in range(2, 9))])
def test_other_lines_are_no_bands(text):
    with pytest.raises(BandsWrong):
        read_bands(text)
