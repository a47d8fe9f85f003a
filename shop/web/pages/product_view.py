"""A listing as its page shows it: texts in the reader's language or in Vietnamese, facts in a table."""

from collections.abc import Mapping

from shop.catalog.content_rules import per_hundred_grams
from shop.catalog.models import ShippingClass, TaxClass, Variant
from shop.catalog.queries import ProductPage as Listing
from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.inventory.queries import PlaceStock
from shop.media.rules import picture_address
from shop.places.models import PlaceKind
from shop.web import formats
from shop.web.views import Fact, PictureView, Said, StockAt, VariantView

HUNDRED = 100  # grams
YEAR, MONTH = 365, 30  # days, as packages count them
_TOLD = ("ingredients", "origin", "storage")  # texts that stand in the table


def variant_view(variant: Variant, stock: list[PlaceStock], hours: Mapping[str, str | None]) -> VariantView:
    """A size or a pack with what is free where."""
    weight = variant.net_weight_g
    return VariantView(
        id=str(variant.id),
        name=variant.name,
        price=variant.price,
        unit=variant.unit,
        stock=tuple(
            StockAt(slug=at.slug, name=at.name, available=at.available, hours=hours.get(at.slug))
            for at in stock
            if at.kind is PlaceKind.SALES_POINT
        ),
        attributes=tuple((str(name), str(value)) for name, value in variant.attributes.items()),
        per_hundred=Dong(per_hundred_grams(variant.price, weight)) if weight and weight != HUNDRED else None,
    )


def picture_views(listing: Listing, locale: Locale) -> tuple[PictureView, ...]:
    """The pictures in their order."""
    return tuple(
        PictureView(
            image=picture_address(picture.asset_id),
            alt=picture.alt(locale),
            width=picture.width,
            height=picture.height,
        )
        for picture in listing.pictures
    )


def said(listing: Listing, field: str, locale: Locale) -> Said | None:
    """A text of the listing, with its language where that is not the page's."""
    found = listing.said(field, locale)
    return Said(text=found[0], lang=None if found[1] == locale else found[1]) if found else None


def facts(listing: Listing, locale: Locale) -> tuple[Fact, ...]:
    """The table of what is known: weight, shelf life, texts, and what buyer and courier should know."""
    product = listing.product
    rows: list[tuple[str, Said | None]] = [
        ("weight", _plain(_weights(listing.variants, locale))),
        ("barcode", _plain(", ".join(variant.barcode for variant in listing.variants if variant.barcode))),
        ("shelf_life", _plain(_shelf_life(product.shelf_life_days, locale))),
        *((field, said(listing, field, locale)) for field in _TOLD),
        ("tax", _plain(_hint("tax", product.tax_class, TaxClass.GOODS, locale))),
        ("shipping", _plain(_hint("shipping", product.shipping_class, ShippingClass.PARCEL, locale))),
    ]
    return tuple(Fact(label=label, value=value) for label, value in rows if value is not None)


def _plain(text: str) -> Said | None:
    return Said(text=text) if text else None


def _weights(variants: list[Variant], locale: Locale) -> str:
    known = dict.fromkeys(variant.net_weight_g for variant in variants if variant.net_weight_g)  # each once, in order
    return ", ".join(formats.weight(locale, grams) for grams in known)


def _shelf_life(days: int | None, locale: Locale) -> str:
    if days is None:
        return ""
    if days % YEAR == 0:
        return say(locale, "web.product.facts.years" if days > YEAR else "web.product.facts.year", count=days // YEAR)
    if days % MONTH == 0:
        return say(locale, "web.product.facts.months", count=days // MONTH)
    return say(locale, "web.product.facts.days", count=days)


def _hint(kind: str, value: TaxClass | ShippingClass, usual: TaxClass | ShippingClass, locale: Locale) -> str:
    return "" if value is usual else say(locale, f"web.product.{kind}.{value.value}")
