"""What a room is handed: items with their options, asks with one-tap answers, the phone, the question."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.comments.line_up import Line, LineUp
from shop.comments.meaning import Act, Answer, Ask, Doubt, Intent, Item
from shop.comments.parse import parse
from shop.core.masks import mask_phones
from tests.comments.labelled import line_up

NIGHT, CRAFT, TWINS = "night", "craft", "twins"


def test_a_number_that_fits_two_codes_is_asked_with_both():
    meaning = parse("12 2 chai", line_up(TWINS), "B12")

    assert meaning.intent is Intent.AMBIGUOUS
    assert meaning.items == ()
    both = (Answer(code="A12", quantity=2), Answer(code="B12", quantity=2))
    assert meaning.asks == (Ask(doubt=Doubt.CODE, act=Act.ORDER, answers=both),)


def test_more_than_a_setting_is_asked_with_the_number_to_confirm():
    meaning = parse("A12 8 hộp", line_up(NIGHT), most=7)

    assert meaning.intent is Intent.AMBIGUOUS
    assert meaning.asks == (Ask(doubt=Doubt.QUANTITY, act=Act.ORDER, answers=(Answer(code="A12", quantity=8),)),)
    assert parse("A12 8 hộp", line_up(NIGHT), most=8).intent is Intent.ORDER


def test_an_unknown_code_is_asked_with_those_that_look_like_it():
    (ask,) = parse("chốt A13 2 hộp", line_up(NIGHT), "B3").asks

    assert (ask.doubt, ask.answers) == (Doubt.CODE, (Answer(code="A12", quantity=2),))


def test_a_part_of_what_is_not_divided_is_asked_with_the_numbers_on_both_sides():
    (ask,) = parse("A12 1,5 hộp", line_up(NIGHT)).asks

    assert [answer.quantity for answer in ask.answers] == [1, 2]
    assert parse("B7 1,5 kg", line_up(NIGHT)).items == (Item(code="B7", act=Act.ORDER, quantity=Decimal("1.5")),)


def test_an_option_nobody_named_is_asked_and_the_order_stands():
    meaning = parse("chốt L8 2 cái", line_up(CRAFT))

    assert meaning.intent is Intent.ORDER
    assert meaning.items == (Item(code="L8", act=Act.ORDER, quantity=2),)
    (ask,) = meaning.asks
    assert ask.doubt is Doubt.OPTION
    assert [answer.option for answer in ask.answers] == ["đỏ", "xanh", "vàng"]


def test_what_is_clear_stands_beside_what_is_asked():
    meaning = parse("B3 1 chai, A12 nửa hộp", line_up(NIGHT))

    assert meaning.intent is Intent.AMBIGUOUS
    assert meaning.items == (Item(code="B3", act=Act.ORDER, quantity=1),)
    assert [ask.doubt for ask in meaning.asks] == [Doubt.QUANTITY]


def test_one_comment_orders_and_cancels():
    meaning = parse("hủy A12 lấy B3 2 chai", line_up(NIGHT))

    assert meaning.items == (Item(code="A12", act=Act.CANCEL), Item(code="B3", act=Act.ORDER, quantity=2))


def test_an_exchange_says_what_it_replaces():
    gone, new = parse("đổi A12 sang B3", line_up(NIGHT)).items

    assert (gone.act, gone.quantity) == (Act.CANCEL, None)
    assert (new.code, new.instead_of) == ("B3", "A12")


def test_a_cancellation_that_names_nothing_is_asked():
    assert parse("hủy giúp em", line_up(NIGHT), "A12").asks == (Ask(doubt=Doubt.CODE, act=Act.CANCEL),)


def test_an_order_with_a_question_goes_to_the_questions_too():
    meaning = parse("chốt A12 x2, ship bao nhiêu vậy shop?", line_up(NIGHT))

    assert (meaning.intent, meaning.question) == (Intent.ORDER, True)


def test_codes_of_every_form_are_found():
    goods = LineUp([Line(code="OCOP-HN-7", name="Chả cốm", unit="xấp"), Line(code="A12B", name="Nem", unit="gói")])

    assert parse("ocop hn 7 2 xấp", goods).items == (Item(code="OCOP-HN-7", act=Act.ORDER, quantity=2),)
    assert parse("chốt a12b", goods).items == (Item(code="A12B", act=Act.ORDER, quantity=1),)


def test_goods_sold_by_the_dozen_are_counted_in_dozens():
    goods = LineUp([Line(code="T1", name="Trứng vịt", unit="chục")])

    assert parse("T1 2 chục", goods).items == (Item(code="T1", act=Act.ORDER, quantity=2),)


def test_two_lines_with_one_code_are_refused():
    with pytest.raises(ValueError, match="same code"):
        LineUp([Line(code="A1", name="Nem", unit="gói")] * 2)


@given(
    st.sampled_from(["0", "+84", "84", "+84 "]),
    st.from_regex(r"[35789][0-9]{8}", fullmatch=True),
    st.sampled_from(["", " ", "."]),
    st.sampled_from(["A12 2 hộp {}", "{} chốt A12", "A12,{}", "sđt {} nhé", "A12 x2.{}"]),
)
def test_a_number_that_is_read_is_hidden_from_others(prefix, digits, between, sentence):
    written = between.join([prefix + digits[:2], digits[2:5], digits[5:]])
    text = sentence.format(written)

    meaning = parse(text, line_up(NIGHT))

    if meaning.phone is not None:
        assert meaning.phone == "0" + digits
        assert digits[2:5] + digits[5:] not in "".join(sign for sign in mask_phones(text) if sign.isdigit())
