"""A score sheet marks what was done against what the audience needed."""

from uuid import UUID, uuid4

import pytest

from shop.practice.marks import sheet_of
from shop.practice.models import ActKind, Skill
from shop.practice.rules import PASS
from shop.practice.scenario import PlayGood, Spoken, Talk
from shop.practice.stage import Done, Playing, Stage

GOODS = (
    PlayGood(code="A1", name="Chè", unit="hộp", price=180_000, floor=150_000, stock=10),
    PlayGood(code="B4", name="Miến", unit="gói", price=65_000, floor=55_000, stock=2),
)
LINES = (
    Spoken(number=0, at=10, name="Lan", text="A1 hạn bao lâu?", talk=Talk.QUESTION),
    Spoken(number=1, at=20, name="Đức", text="Ghim A1 đi", talk=Talk.PIN, code="A1"),
    Spoken(number=2, at=30, name="Út", text="để A1 cho cô 2", talk=Talk.VAGUE, code="A1", quantity=2),
    Spoken(number=3, at=40, name="Tục", text="lũ lừa đảo", talk=Talk.RUDE),
    Spoken(number=4, at=50, name="Mai", text="chữa dạ dày không?", talk=Talk.CLAIM),
    Spoken(number=5, at=60, name="Hà", text="B4 2 gói", talk=Talk.ORDER, code="B4", quantity=2, clear=True),
    Spoken(number=6, at=70, name="Yến", text="B4 1 gói", talk=Talk.ORDER, code="B4", quantity=1, clear=True),
)
RUN = UUID("018f0000-0000-7000-8000-000000000001")


def playing(lines=LINES):
    stock = {good.code: good.stock for good in GOODS}
    prices = {good.code: good.price for good in GOODS}
    return Playing(run_id=RUN, seed=7, level=1, seconds=300, stock=stock, prices=prices, lines=lines)


def acts(*given):
    """(kind, at, target, amount, words)…"""
    return [
        Done(
            id=uuid4(), number=n, kind=ActKind(kind), at=at, target=target, amount=amount, words=words, name="Người dẫn"
        )
        for n, (kind, at, target, amount, words) in enumerate(given, 1)
    ]


WELL = (
    ("greet", 5, "", None, "Chào cả nhà"),
    ("reply", 15, "0", None, "Hạn 12 tháng ạ"),
    ("pin", 25, "A1", 160_000, ""),
    ("take", 35, "2", 2, "A1"),
    ("mute", 45, "Tục", None, ""),
    ("refuse", 55, "4", None, "Không phải là thuốc"),
    ("sold_out", 65, "B4", None, "Hết rồi"),
    ("hand_over", 290, "", None, "Chào cả nhà"),
)


def marked(given, until=300.0):
    sheet = sheet_of(playing(), GOODS, acts(*given), until)
    return sheet, {mark.skill: (mark.done, mark.most) for mark in sheet.marks}


def test_a_host_who_does_everything_has_a_hundred_points():
    sheet, counted = marked(WELL)

    assert (sheet.points, sheet.passed, sheet.missed, sheet.answer_seconds) == (100, True, (), 5)
    assert all(done == most for done, most in counted.values())


def test_a_host_who_does_nothing_passes_nothing_and_reads_what_was_missed():
    sheet, counted = marked(())

    assert (sheet.points, sheet.passed, sheet.answer_seconds) == (0, False, None)
    assert counted[Skill.PRICE] == (0, 0)
    assert [one.text for one in sheet.missed] == [line.text for line in LINES[:5]]


@pytest.mark.parametrize(
    ("index", "skill"),
    [
        (0, Skill.GREET),
        (1, Skill.ANSWER),
        (2, Skill.PIN),
        (3, Skill.ORDERS),
        (4, Skill.ORDERLY),
        (5, Skill.CLAIMS),
        (6, Skill.SOLD_OUT),
        (7, Skill.HAND_OVER),
    ],
)
def test_each_thing_left_out_costs_its_own_skill(index, skill):
    _, counted = marked(WELL[:index] + WELL[index + 1 :])

    assert {name for name, (done, most) in counted.items() if done < most} == {skill}


@pytest.mark.parametrize(
    ("index", "act", "skill"),
    [
        (1, ("reply", 101, "0", None, "Muộn rồi"), Skill.ANSWER),
        (2, ("pin", 25, "A1", 140_000, ""), Skill.PRICE),
        (3, ("take", 35, "2", 1, "A1"), Skill.ORDERS),
        (7, ("hand_over", 100, "", None, "Chào"), Skill.HAND_OVER),
    ],
)
def test_late_cheap_or_wrong_does_not_count(index, act, skill):
    _, counted = marked((*WELL[:index], act, *WELL[index + 1 :]))

    assert counted[skill][0] < counted[skill][1]


def test_who_promises_that_food_heals_never_passes():
    sheet, counted = marked((*WELL[:1], ("reply", 15, "0", None, "Chè này chữa khỏi dạ dày"), *WELL[2:]))

    assert sheet.points >= PASS
    assert (sheet.passed, counted[Skill.CLAIMS]) == (False, (0, 1))
    assert sheet.promised == ("Chè này chữa khỏi dạ dày",)


def test_an_answer_in_own_words_that_denies_healing_is_a_refusal():
    own = ("reply", 55, "4", None, "Dạ không, đây không phải là thuốc ạ")

    _, counted = marked((*WELL[:5], own, *WELL[6:]))

    assert counted[Skill.CLAIMS] == (1, 1)


def test_who_leaves_early_has_not_passed():
    sheet, _ = marked(WELL[:1], until=8.0)

    assert (sheet.points > 0, sheet.passed) == (True, False)


def test_a_room_sells_no_more_than_there_is_and_hears_nobody_who_is_muted():
    stage = Stage(playing(), acts(("mute", 5, "Lan", None, "")), 300)

    assert stage.left == {"A1": 10, "B4": 0}
    assert [line.name for line in stage.missed_orders] == ["Yến"]
    assert "Lan" not in {line.name for line in stage.lines}
    assert stage.sold_out_at == {"B4": 60}


def test_a_moment_before_has_less_and_the_same_order():
    whole, half = Stage(playing(), (), 300), Stage(playing(), (), 45)

    assert [line.id for line in half.lines] == [line.id for line in whole.lines][: len(half.lines)]
    assert half.seq < whole.seq
