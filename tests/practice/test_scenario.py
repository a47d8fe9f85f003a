"""The made-up audience is the same everywhere, says what is written, and means what the grammar reads."""

import pytest

from shop.comments.line_up import Line, LineUp
from shop.comments.meaning import Intent
from shop.comments.parse import parse
from shop.practice.rules import LEVELS, MINUTES
from shop.practice.scenario import PlayGood, Talk, reads_as, scenario, viewers_at, written

GOODS = tuple(
    PlayGood(code=good.code, name=good.name, unit=good.unit, price=good.price, floor=good.floor, stock=good.stock)
    for good in written().goods
)
LINE_UP = LineUp(Line(code=good.code, name=good.name, unit=good.unit) for good in GOODS)


def test_one_seed_is_one_audience_and_another_is_another():
    first = scenario(7, 2, 10, GOODS)
    scenario.cache_clear()

    assert scenario(7, 2, 10, GOODS) == first
    assert scenario(8, 2, 10, GOODS).lines != first.lines


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("minutes", MINUTES)
def test_every_run_has_an_occasion_for_every_skill_and_time_to_answer(level, minutes):
    played = scenario(11, level, minutes, GOODS)

    assert {line.talk for line in played.lines} >= set(Talk)
    assert [line.at for line in played.lines] == sorted(line.at for line in played.lines)
    assert played.lines[-1].at < played.seconds
    assert [line.number for line in played.lines] == list(range(len(played.lines)))


def test_a_harder_level_has_more_to_do():
    counted = [len(scenario(3, level, 10, GOODS).lines) for level in LEVELS]

    assert counted == sorted(set(counted))


def test_the_rush_wants_more_of_the_scarce_good_than_there_is():
    played = scenario(5, 1, 5, GOODS)
    scarce = min(GOODS, key=lambda good: good.stock)

    wanted = sum(line.quantity for line in played.lines if line.code == scarce.code and line.talk is Talk.ORDER)

    assert wanted > scarce.stock


@pytest.mark.parametrize("pattern", written().order)
def test_written_orders_are_read_by_the_rooms_own_grammar(pattern):
    read = [
        reads_as(pattern.format(code=good.code, n=n, unit=good.unit, name=good.name), LINE_UP, good.code, n)
        for good in GOODS
        for n in (1, 2, 3)
    ]

    assert sum(read) >= 12  # of 15: the few others are the host's to understand


@pytest.mark.parametrize("talk", ["question", "rude", "claim", "complaint", "chat", "pin"])
def test_nothing_else_that_is_written_is_read_as_an_order(talk):
    said = [
        pattern.format(code=good.code, n=2, unit=good.unit, name=good.name)
        for pattern in getattr(written(), talk)
        for good in GOODS
    ]

    assert [text for text in said if parse(text, LINE_UP).intent in {Intent.ORDER, Intent.ADD}] == []


def test_viewers_come_stay_and_go():
    curve = [viewers_at(7, 2, 600, at) for at in range(0, 601, 30)]

    assert curve[0] < curve[8] > curve[-2]
    assert min(curve[:-1]) > 0
    assert curve[-1] == 0
