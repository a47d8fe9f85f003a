"""Every page, in every state: whole markup, landmarks, names, labels, and nothing a strict CSP would refuse."""

import re

import pytest

from shop.core.i18n import LOCALES
from shop.web.render import render
from shop.web.static_files import find_static
from tests.web.look_every import every_page
from tests.web.look_frame import Shown
from tests.web.look_html import Element, read

PAGES = every_page()


@pytest.fixture(params=PAGES, scope="module")
def shown(request: pytest.FixtureRequest) -> Shown:
    return PAGES[request.param]


@pytest.fixture(scope="module")
def tree(shown: Shown) -> Element:
    _, template, locale, page = shown
    root, faults = read(render(template, locale, page))
    assert faults == []
    return root


def test_page_is_written_in_both_languages(shown):
    _, template, _, page = shown

    bodies = [render(template, locale, page).decode() for locale in LOCALES]

    assert [re.search(r'<html lang="(\w+)"', body)[1] for body in bodies] == list(LOCALES)
    assert all("{" not in read(body.encode())[0].text() for body in bodies), "a blank was left in a sentence"


def test_page_has_one_heading_and_its_landmarks(tree):
    visible = [found for found in tree.all("h1") if not found.silent]
    assert len(visible) == 1
    assert visible[0].text()
    assert len(tree.all("main")) == 1
    assert tree.all("main")[0].attrs["id"] == "main"
    assert any(link.attrs.get("href") == "#main" for link in tree.all("a"))
    navs = [nav.attrs.get("aria-label") for nav in tree.all("nav")]
    assert all(navs)
    assert len(set(navs)) == len(navs)


def test_headings_do_not_skip_a_level(tree):
    levels = [int(found.tag[1]) for found in tree.all("h1", "h2", "h3", "h4") if not found.silent]
    first = levels.index(1)
    steps = zip(levels[first:], levels[first + 1 :], strict=False)
    assert all(after <= before + 1 for before, after in steps), levels


def test_every_drawing_is_named_or_hidden(tree):
    assert all("alt" in image.attrs for image in tree.all("img"))
    bare = [svg for svg in tree.all("svg") if not svg.silent and not svg.attrs.get("aria-label")]
    assert bare == []


def test_every_control_has_a_name(tree):
    labels = {label.attrs.get("for") for label in tree.all("label")}
    nameless = [
        field.attrs
        for field in tree.all("input", "select", "textarea")
        if field.attrs.get("type") != "hidden"
        and field.attrs.get("id") not in labels
        and not any(above.tag == "label" for above in field.parents())
    ]
    assert nameless == []
    assert [found.attrs for found in tree.all("a", "button") if not found.silent and not found.name()] == []
    assert all("href" in link.attrs for link in tree.all("a"))


def test_ids_are_unique_and_references_lead_somewhere(tree):
    ids = [found.attrs["id"] for found in tree.walk() if "id" in found.attrs]
    assert len(set(ids)) == len(ids), sorted(ids)
    wanted = [
        name
        for found in tree.walk()
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
        for name in found.attrs.get(key, "").split()
    ]
    assert [name for name in wanted if name not in ids] == []


def test_nothing_inline_that_a_strict_policy_refuses(tree):
    assert [found.tag for found in tree.walk() if "style" in found.attrs or found.tag == "style"] == []
    assert [found.tag for found in tree.walk() if any(key.startswith("on") for key in found.attrs)] == []
    scripts = [script for script in tree.all("script") if script.attrs.get("type") != "application/ld+json"]  # data
    assert all(script.attrs.get("src", "").startswith("/static/") for script in scripts)


def test_every_file_the_page_asks_for_is_there(tree):
    asked = [
        found.attrs[key].partition("#")[0]
        for found in tree.walk()
        for key in ("src", "srcset", "href")
        if found.attrs.get(key, "").startswith("/static/")
    ]
    assert asked
    assert [path for path in asked if find_static(path.removeprefix("/static/")) is None] == []


def test_head_says_what_the_page_is(shown, tree):
    _, _, locale, page = shown
    heads = {link.attrs.get("hreflang", link.attrs["rel"]): link.attrs["href"] for link in tree.all("link")}
    metas = {
        meta.attrs.get("name") or meta.attrs.get("property"): meta.attrs.get("content") for meta in tree.all("meta")
    }
    title = tree.all("title")[0].text()

    assert heads["canonical"] == heads[locale]
    assert heads["vi"] == page.site.base_url + page.site.path
    assert title.endswith("· Chợ Mây")
    assert all(metas[name] for name in ("description", "theme-color", "viewport", "og:title", "og:description"))
    assert title.startswith(("Lỗi:", "Error:")) == _refused(page)


def test_links_stay_in_the_reader_s_language(shown, tree):
    _, _, locale, page = shown
    if locale == "vi":
        return
    ours = [
        link for link in tree.all("a", "form") if link.attrs.get("href", link.attrs.get("action", "")).startswith("/")
    ]
    astray = [
        link.attrs
        for link in ours
        if link.attrs.get("hreflang") != "vi"
        and not link.attrs.get("href", link.attrs.get("action")).startswith(("/en", "/media/", "/video/"))
        and link.attrs.get("href") not in _given(page)
    ]
    assert astray == []


def test_sample_rows_are_said_by_one_strip(shown, tree):
    strips = [found for found in tree.all("aside") if found.attrs.get("class") == "sample"]
    assert len(strips) == (1 if shown[3].site.sample else 0)


def test_forms_that_write_carry_their_token(shown, tree):
    for form in tree.all("form"):
        if form.attrs.get("method") == "post":
            names = [field.attrs.get("name") for field in form.all("input")]
            assert ("csrf" in names) == bool(shown[3].site.csrf)


def test_one_lantern_is_lit(tree):
    lit = [found for found in tree.walk() if "lit" in found.attrs.get("class", "").split() and not found.silent]
    outside = [found for found in lit if not any(_aside(above) for above in found.parents())]
    assert len(outside) <= 1, [found.text() for found in outside]


def _aside(element: Element) -> bool:
    """A dialog, a pinned product, and the phone's bar, of which a screen shows no other at the same time."""
    return element.tag in {"dialog", "article"} or "sticky" in element.attrs.get("class", "").split()


def _refused(page: object) -> bool:
    return bool(getattr(page, "problem", None) or getattr(page, "errors", ()) or hasattr(page, "request_id"))


def _given(page: object) -> set[str]:
    """Addresses the page was handed as they are."""
    rows = [*getattr(page, "orders", ()), *getattr(page, "notices", ()), *getattr(page, "chips", ())]
    lone = {getattr(page, key, None) for key in ("next_url", "clear_url", "more_url", "retry_path")}
    return {row.url for row in rows if getattr(row, "url", None)} | {url for url in lone if url}
