"""Facets against brute force over random products, and what a few letters may become."""

from collections import Counter

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from shop.catalog.facets import count_facets
from shop.catalog.learn import learn_words
from shop.catalog.suggest import suggest
from shop.core.text import slugify
from tests.catalog import test_search
from tests.catalog.test_search import FILTERS, fits
from tests.make import catalog as make

facts = test_search.facts

VALUES = {
    "stars": lambda fact: [str(fact["stars"])],
    "potential_five": lambda fact: [str(fact["potential_five"]).lower()],
    "district": lambda fact: [slugify(fact["district"])],
    "group": lambda fact: [slugify(fact["group"])],
    "place": lambda fact: fact["places"],
    "producer": lambda fact: [slugify(fact["producer"])] if fact["producer"] else [],
    "in_stock": lambda fact: [str(bool(fact["places"])).lower()],
}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(filters=FILTERS)
async def test_every_facet_equals_brute_force_without_its_own_filter(facts, sessions, filters):
    async with sessions() as session:
        found = await count_facets(session, filters)

    assert found.total == sum(fits(fact, filters) for fact in facts)
    for name, values in VALUES.items():
        others = msgspec.structs.replace(filters, **{name: None})
        left = [fact for fact in facts if fits(fact, others)]
        expected = Counter(value for fact in left for value in values(fact))
        assert {each.value: each.count for each in getattr(found, name)} == expected
        if getattr(filters, name) is not None:
            assert found.without[name] == len(left)


@pytest.mark.parametrize("typed", ["bư", "bu", "buoi", "BƯỞI d", "buoi di", "bươi diên", "dien"])
async def test_a_few_letters_lead_to_what_is_on_sale(session, typed):
    await make.product(session, "Bưởi Diễn Quế Dương", slug="buoi-dien")
    await make.product(session, "Bưởi da xanh", slug="hidden", hidden=True)
    await learn_words(session)

    found = await suggest(session, typed)

    assert "buoi-dien" in [item.slug for item in found.items]
    assert "hidden" not in [item.slug for item in found.items]


async def test_words_are_suggested_as_they_are_written_together(session):
    await make.product(session, "Bộ ấm chén gốm sứ", slug="gom")
    for number in range(3):
        await make.product(session, f"Bò khô {number}", slug=f"bo-{number}")
    await learn_words(session)

    found = await suggest(session, "gom b")

    assert "gốm bộ" in [item.text for item in found.items]
    assert "gốm bò" not in [item.text for item in found.items]


@pytest.mark.parametrize("typed", ["", "& | ! : * ' ( )", "🍊", "a" * 200, "{", "\\", "%", "x" * 50 + " y"])
async def test_any_signs_may_be_typed(client, session, typed):
    await make.product(session, "Bưởi Diễn")

    replies = [await client.get(f"/api/v1/products{path}", params={"q": typed}) for path in ("", "/facets", "/suggest")]

    assert [reply.status_code for reply in replies] == [200, 200, 200]
