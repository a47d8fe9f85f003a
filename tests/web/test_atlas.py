"""The map: to scale, north up, every dot to be seen."""

from itertools import combinations
from math import hypot

import pytest

from shop.web.atlas import HEIGHT, WIDTH, draw_atlas

UNITS = [("Ba Vì", (21.2, 105.4), 42.0, False), ("Hoàn Kiếm", (21.03, 105.85), 1.9, True)]


def point(slug, spot, exact=True):
    return slug, slug, spot, exact, True


def test_north_is_up_and_west_is_left():
    atlas = draw_atlas(UNITS, [point("bac", (21.15, 105.5)), point("nam", (21.05, 105.8))])

    north, south = atlas.points
    assert north.y < south.y
    assert north.x < south.x


def test_both_ways_have_one_scale():
    spots = {"o": (21.1, 105.5), "bac": (21.1 + 5 / 110.57, 105.5), "dong": (21.1, 105.5 + 5 / 103.93)}
    found = {one.slug: one for one in draw_atlas(UNITS, [point(slug, spot) for slug, spot in spots.items()]).points}

    up, right = found["o"].y - found["bac"].y, found["dong"].x - found["o"].x
    assert up == pytest.approx(right, rel=0.02)


def test_points_at_one_spot_are_drawn_apart_and_all_on_the_sheet():
    atlas = draw_atlas(UNITS, [point(f"p{n}", (21.03, 105.85), exact=False) for n in range(4)])

    assert all(hypot(one.x - two.x, one.y - two.y) > 10 for one, two in combinations(atlas.points, 2))
    assert all(0 <= one.x <= WIDTH and 0 <= one.y <= HEIGHT for one in atlas.points)


def test_another_province_is_not_drawn_and_nothing_is_no_map():
    assert draw_atlas(UNITS, [point("hue", (16.46, 107.59))]) is None
    assert draw_atlas(UNITS, []) is None
    assert len(draw_atlas([], [point("hue", (16.46, 107.59))]).points) == 1
