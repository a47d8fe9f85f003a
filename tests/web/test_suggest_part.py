"""The part of a page below a search box: options that lead somewhere, what was typed marked, the search itself last."""

import pytest
from msgspec.structs import replace

from shop.core.i18n import LOCALES
from shop.web.render import render
from tests.web.look_html import read
from tests.web.look_list import suggestions


@pytest.fixture(params=LOCALES)
def part(request):
    root, faults = read(render("suggest.html", request.param, suggestions()))
    assert faults == []
    return root


def test_every_line_is_an_option_that_leads_somewhere_and_is_not_in_the_way_of_the_keyboard(part):
    options = [found for found in part.walk() if found.attrs.get("role") == "option"]

    assert [option.tag for option in options] == ["a"] * 4
    assert all(option.attrs["href"].startswith("/") and option.attrs["tabindex"] == "-1" for option in options)
    assert all(option.name() for option in options)


def test_lines_stand_in_named_groups_and_what_was_typed_is_marked(part):
    groups = [found.attrs["aria-label"] for found in part.walk() if found.attrs.get("role") == "group"]
    marked = [found.text() for found in part.all("mark")]

    assert len(groups) == len(set(groups)) == 3
    assert marked == ["Gạo", "gạo"]


def test_the_search_itself_stands_last_and_nothing_typed_is_nothing_shown():
    whole, _ = read(render("suggest.html", "vi", suggestions()))
    nothing = replace(suggestions(), q="", searches=(), products=(), others=())
    empty, _ = read(render("suggest.html", "vi", nothing))

    assert whole.all("a")[-1].attrs["href"] == suggestions().all_url
    assert empty.all("a") == []
