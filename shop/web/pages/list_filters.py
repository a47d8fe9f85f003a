"""The filters of the list: their values with counts, chips that take them away, orders, and ways out of nothing."""

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.facets import Facets, FacetValue
from shop.certification.queries import groups_of_today
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.places.queries import sales_point
from shop.producers.queries import producer_by_slug
from shop.regions.models import RegionLevel
from shop.regions.queries import search_regions
from shop.web.formats import dong, number
from shop.web.pages.list_query import SORTS, Asked, Pair
from shop.web.render import address
from shop.web.views import Chip, FilterGroup, FilterOption, PriceBand, SortOption, Toggle, WayOut

STARS = ("5", "4", "3")
SWITCHES = ("in_stock", "on_air")
NAMED = ("commune", "district", "place", "producer")  # as many values as there are: selects
PRICE = ("min_price", "max_price")
ON = "true"
ROUND = 1000  # đồng


async def filter_groups(session: AsyncSession, asked: Asked, facets: Facets, locale: Locale) -> tuple[FilterGroup, ...]:
    """All filters with the values that would find something, and those in use."""
    stars = {value.value: value.count for value in facets.stars}
    potential = {value.value: value.count for value in facets.potential_five}
    found = {
        "stars": [(star, say(locale, "web.stars.count", count=star), stars.get(star, 0)) for star in STARS],
        "potential_five": [(ON, say(locale, "web.stars.potential"), potential.get(ON, 0))],
        "group": await _groups(session, facets, locale),
    }
    for key in NAMED:
        found[key] = await _named(session, asked, key, getattr(facets, key))
    return tuple(
        FilterGroup(
            key=key,
            title=say(locale, f"web.list.groups.{key}"),
            options=tuple(_option(asked, key, *value) for value in values),
            many=key in {"stars", "potential_five"},
        )
        for key, values in found.items()
        if values
    )


async def _groups(session: AsyncSession, facets: Facets, locale: Locale) -> list[tuple[str, str, int]]:
    """The six groups in their order, empty ones too: their number is the programme's."""
    counts = {value.value: value.count for value in facets.group}
    return [
        (group.slug, group.name_en if locale == "en" else group.name_vi, counts.get(group.slug, 0))
        for group in await groups_of_today(session)
    ]


async def _named(
    session: AsyncSession, asked: Asked, key: str, values: Sequence[FacetValue]
) -> list[tuple[str, str, int]]:
    """Values by name. One in use that finds nothing is looked up: its chip needs its name."""
    options = sorted(((each.value, each.label, each.count) for each in values), key=lambda each: each[0])
    missing = getattr(asked.filters, key)
    if missing is not None and missing not in {value for value, *_ in options}:
        options.append((missing, await _name_of(session, key, missing), 0))
    return options


async def _name_of(session: AsyncSession, key: str, slug: str) -> str:
    """The name behind an address of a unit, a sales point or a producer; the address where nobody has it."""
    name = None
    if key == "place":
        point = await sales_point(session, slug)
        name = point.place.name if point else None
    elif key == "producer":
        producer = await producer_by_slug(session, slug)
        name = producer.name if producer else None
    else:
        units = await search_regions(session, RegionLevel(key), slug.replace("-", " "), 20)
        name = next((unit.name for unit in units if unit.slug == slug), None)
    return name or slug


def _option(asked: Asked, key: str, value: str, label: str, count: int) -> FilterOption:
    return FilterOption(value=value, label=label, checked=(key, value) in asked.pairs, count=count)


def toggles(asked: Asked, facets: Facets, locale: Locale) -> tuple[Toggle, ...]:
    """What is on a shelf, what is on air."""
    return tuple(
        Toggle(
            key=key,
            label=say(locale, f"web.list.switches.{key}"),
            checked=(key, ON) in asked.pairs,
            count=next((each.count for each in getattr(facets, key) if each.value == ON), 0),
        )
        for key in SWITCHES
    )


def price_bands(asked: Asked, facets: Facets, locale: Locale) -> tuple[PriceBand, ...]:
    """Ranges of prices that something has; the one in use leads back to all prices."""
    found = []
    for band in facets.price:
        low, high = band.min_price or None, band.max_price
        current = (asked.filters.min_price, asked.filters.max_price) == (low, high)
        ends = (
            {"min_price": None, "max_price": None} if current else {"min_price": _text(low), "max_price": _text(high)}
        )
        found.append(
            PriceBand(
                label=price_words(low, None if high is None else high + 1, locale),
                url=address(locale, asked.with_changed(ends)),
                current=current,
                count=band.count,
            )
        )
    return tuple(found)


def chips(asked: Asked, groups: Sequence[FilterGroup], locale: Locale) -> tuple[Chip, ...]:
    """One chip for each filter in use; its address takes it away. Both ends of a price are one."""
    labels = _labels(groups, locale)
    made = [
        Chip(label=labels.get(pair, f"“{pair[1]}”"), url=address(locale, asked.without(pair)))
        for pair in asked.narrowed
        if pair[0] not in PRICE
    ]
    if _has_price(asked):
        made.append(Chip(label=_own_price(asked, locale), url=address(locale, asked.with_changed(_gone("price")))))
    return tuple(made)


def ways_out(asked: Asked, facets: Facets, groups: Sequence[FilterGroup], locale: Locale) -> tuple[WayOut, ...]:
    """Each filter in use without which there would be products, and how many."""
    labels = _labels(groups, locale)
    found = []
    for facet, count in facets.without.items():
        names = [labels.get(pair, pair[1]) for pair in asked.narrowed if pair[0] == facet]
        label = _own_price(asked, locale) if facet == "price" else ", ".join(names)
        if count and label:
            url = address(locale, asked.with_changed(_gone(facet)))
            found.append(WayOut(label=label, url=url, count=count, words=facet == "q"))
    return tuple(sorted(found, key=lambda way: -way.count))


def sorts(asked: Asked, locale: Locale) -> tuple[SortOption, ...]:
    """The orders; the first is what one gets without a wish."""
    first = "best" if asked.filters.q else "newest"
    return tuple(
        SortOption(value=value, label=say(locale, f"web.list.sorts.{value or first}"), selected=value == asked.sort)
        for value in SORTS
    )


def price_words(low: int | None, high: int | None, locale: Locale) -> str:
    """`100.000 đến 300.000 ₫`, or with one end."""
    if low is None:
        return say(locale, "web.list.price.up_to", high=dong(locale, Dong(high or 0)))
    if high is None:
        return say(locale, "web.list.price.from", low=dong(locale, Dong(low)))
    return say(locale, "web.list.price.between", low=number(locale, low), high=dong(locale, Dong(high)))


def _own_price(asked: Asked, locale: Locale) -> str:
    low, high = asked.filters.min_price, asked.filters.max_price
    end_of_band = high is not None and high % ROUND == ROUND - 1  # a band ends one đồng before the next
    return price_words(low, high + 1 if high is not None and end_of_band else high, locale)


def _has_price(asked: Asked) -> bool:
    return asked.filters.min_price is not None or asked.filters.max_price is not None


def _gone(facet: str) -> dict[str, str | None]:
    return dict.fromkeys(PRICE if facet == "price" else (facet,))


def _labels(groups: Iterable[FilterGroup], locale: Locale) -> dict[Pair, str]:
    labels = {(group.key, option.value): option.label for group in groups for option in group.options}
    return labels | {(key, ON): say(locale, f"web.list.switches.{key}") for key in SWITCHES}


def _text(amount: int | None) -> str | None:
    return None if amount is None else str(amount)
