"""What a meaning asks for, given what is held: without a database."""

from uuid import UUID

import pytest

from shop.comment_orders.rules import (
    Asked,
    Choice,
    Goods,
    Plan,
    UnclearError,
    Want,
    answered,
    plan_of,
    rearranged,
    to_place,
)
from shop.comments.line_up import Line, LineUp
from shop.comments.meaning import Act
from shop.comments.parse import parse

NAMES = {"A1": "Bát gốm", "A2": "Ấm trà", "B12": "Chè sen", "A12": "Gạo nếp"}
GOODS = tuple(
    Goods(
        code=code,
        variant_id=UUID(int=number),
        name=name,
        unit="hộp",
        price=100_000,
        min_age=None,
        pinned=code == "A1",
        available=9,
    )
    for number, (code, name) in enumerate(NAMES.items())
)
LINE_UP = LineUp(Line(code=code, name=name, unit="hộp") for code, name in NAMES.items())


def planned(text, **held):
    return plan_of(parse(text, LINE_UP, "A1"), GOODS, held)


@pytest.mark.parametrize(
    ("text", "held", "after"),
    [
        ("thêm 2 a1", {"A1": 1}, {"A1": 3}),
        ("đổi a1 thành 4", {"A1": 1, "A2": 2}, {"A1": 4, "A2": 2}),
        ("bớt 1 a1", {"A1": 3}, {"A1": 2}),
        ("bớt 5 a1", {"A1": 3}, {}),
        ("hủy a1 lấy a2", {"A1": 3}, {"A2": 1}),
        ("hủy hết", {"A1": 3, "A2": 1}, {}),
        ("đổi a1 sang a2", {"A1": 1}, {"A2": 1}),
    ],
)
def test_what_is_held_afterwards(text, held, after):
    plan = planned(text, **held)

    assert plan.open == ()
    assert rearranged(plan, held) == after


def test_an_exchange_of_several_asks_whether_all_of_them_are_meant():
    plan = planned("đổi a1 sang a2", A1=3)

    [asked] = plan.open
    assert asked.asked is Asked.QUANTITY
    assert [choice.wants[0].quantity for choice in asked.choices] == [3, 1]
    assert rearranged(answered(plan, 0), {"A1": 3}) == {"A2": 3}


def test_who_orders_as_many_again_is_asked_for_more_alone():
    [asked] = planned("chốt a1", A1=1).open

    assert asked == asked.__class__(Asked.AGAIN, (Choice((Want(act=Act.ADD, code="A1", quantity=1),)),))


def test_goods_named_by_a_number_of_two_lines_are_asked():
    [asked] = planned("chốt 12").open

    assert [choice.wants[0].code for choice in asked.choices if choice.wants[0].quantity == 1] == ["B12", "A12"]


def test_nothing_named_offers_what_is_pinned_and_nothing_held_offers_nothing():
    [asked] = planned("chốt A99").open

    assert [choice.wants[0].code for choice in asked.choices] == ["A1"]
    with pytest.raises(UnclearError):
        planned("hủy đơn giúp em")


def test_pieces_of_one_line_are_added_up():
    wants = [Want(act=Act.ORDER, code="A1", quantity=2), Want(act=Act.ADD, code="A1"), Want(act=Act.CANCEL, code="A2")]

    assert to_place(wants) == {"A1": 3}


@pytest.mark.parametrize("choice", [1, 9])
def test_there_is_no_tap_beyond_those_offered(choice):
    plan = planned("chốt A99")

    with pytest.raises(IndexError):
        answered(plan, choice)
    assert answered(plan, 0) == Plan(wants=(Want(act=Act.ORDER, code="A1", quantity=1),))


@pytest.mark.parametrize(
    ("text", "pieces"), [("A99 lấy 2", 2), ("chốt A99 x3", 3), ("chốt A99", 1), ("chốt A99 5000 cái", 1)]
)
def test_goods_nobody_knows_keep_their_number_in_what_is_offered_instead(text, pieces):
    [asked] = planned(text).open

    assert [(want.code, want.quantity) for choice in asked.choices for want in choice.wants] == [("A1", pieces)]
