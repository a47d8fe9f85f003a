"""Which goods need which warning, and how a plain text is read."""

from datetime import date

import pytest

from shop.conduct.rules import WARNINGS, GoodsKind, kinds_of, needs_confirmation, sections_of, warnings_on

DAY = date(2026, 11, 29)
PLAIN = {"min_age": None, "fresh": False, "shelf_life_days": None, "group_code": "1"}


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({}, ()),
        ({"min_age": 18}, (GoodsKind.SPIRITS,)),
        ({"group_code": "3"}, (GoodsKind.HEALING,)),
        ({"group_code": "3.1"}, (GoodsKind.HEALING,)),
        ({"group_code": "31"}, ()),
        ({"fresh": True}, (GoodsKind.FRESH,)),
        ({"shelf_life_days": 7}, (GoodsKind.FRESH,)),
        ({"shelf_life_days": 8}, ()),
        ({"min_age": 18, "group_code": None, "fresh": True}, (GoodsKind.SPIRITS, GoodsKind.FRESH)),
    ],
    ids=["plain", "age", "herbal", "below herbal", "another group", "fresh", "a week", "longer", "two"],
)
def test_kinds_come_from_what_listing_and_register_say(facts, kinds):
    assert kinds_of(**(PLAIN | facts)) == kinds


def test_a_duty_begins_on_its_day_and_stands_once():
    healing = next(one for one in WARNINGS if one.kind is GoodsKind.HEALING)

    assert warnings_on(healing.since, [GoodsKind.HEALING, GoodsKind.HEALING]) == [healing]
    assert warnings_on(date(2026, 6, 30), [GoodsKind.HEALING]) == []
    assert needs_confirmation(DAY, [GoodsKind.HEALING])
    assert not needs_confirmation(DAY, [GoodsKind.SPIRITS, GoodsKind.FRESH])


def test_every_duty_names_its_source():
    assert all("Luật" in one.source for one in WARNINGS)
    assert {one.kind for one in WARNINGS} == set(GoodsKind)


def test_text_is_read_as_headings_items_and_paragraphs_and_nothing_else():
    first, second = sections_of("Mở đầu <b>\n\n## Một\n- a\n- b\nđoạn\n- c\n#không phải\n")

    assert (first.heading, first.blocks) == ("", ("Mở đầu <b>",))
    assert (second.heading, second.blocks) == ("Một", (("a", "b"), "đoạn", ("c",), "#không phải"))
    assert sections_of("") == ()
