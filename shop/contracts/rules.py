"""The items of information before a contract (law 19/2023/QH15, article 37), composed from facts; pure."""

from collections.abc import Mapping, Sequence

import msgspec

from shop.contracts.facts import GoodsFacts, SellerFacts
from shop.core.i18n import Locale, say

VERSION = 1  # of a contract's form
SHARED = (
    "price",
    "delivery",
    "payment",
    "returns",
    "validity",
    "fees",
    "wrong_information",
    "return_process",
    "complaints",
)
OF_PRODUCT = ("payment", "returns", "wrong_information", "return_process", "complaints")  # told on its page too


class Item(msgspec.Struct, frozen=True):
    """One item of information: its title and its sentences."""

    title: str
    texts: tuple[str, ...]


class GoodsItems(msgspec.Struct, frozen=True):
    """The items that differ from product to product."""

    name: str
    items: tuple[Item, ...]


def goods_items(locale: Locale, facts: GoodsFacts) -> GoodsItems:
    """The items of one variant, under its name."""
    name = f"{facts.words[locale].name}, {facts.variant_name}"
    return GoodsItems(name, _items(locale, facts, (_measure(locale, facts),)))


def product_items(locale: Locale, variants: Sequence[GoodsFacts]) -> tuple[Item, ...]:
    """The items of a product in all its variants (one or more), each with its measure."""
    measures = [_measure(locale, one) for one in variants]
    if len(variants) > 1:
        measures = [f"{one.variant_name}, {measure}" for one, measure in zip(variants, measures, strict=True)]
    return _items(locale, variants[0], measures)


def _items(locale: Locale, facts: GoodsFacts, measures: Sequence[str]) -> tuple[Item, ...]:
    """Seller, quality and measure, origin, shelf life, usage and warranty of one product.

    What the producer has not given is said to be missing: silence would look like "none needed".
    """
    words = facts.words[locale]
    missing = say(locale, "contract.missing")
    quality = [_stars(locale, facts), *(say(locale, "contract.measure", measure=measure) for measure in measures)]
    quality.append(say(locale, "contract.ingredients", ingredients=words.ingredients or missing))
    shelf = say(locale, "contract.shelf", days=facts.shelf_life_days) if facts.shelf_life_days else missing
    usage = [say(locale, f"contract.{name}", text=getattr(words, name) or missing) for name in ("usage", "storage")]
    usage += [say(locale, "contract.warning", text=words.warning)] if words.warning else []
    usage += [say(locale, "contract.age", age=facts.min_age)] if facts.min_age else []
    usage.append(say(locale, "contract.warranty"))
    parts = {
        "seller": seller_lines(locale, facts.seller),
        "quality": tuple(quality),
        "origin": (words.origin or missing,),
        "shelf_life": (shelf,),
        "usage": tuple(usage),
    }
    return tuple(Item(say(locale, f"contract.item.{key}"), texts) for key, texts in parts.items())


def seller_lines(locale: Locale, seller: SellerFacts | None) -> tuple[str, ...]:
    """Who sells, with the number under which it is registered."""
    missing = say(locale, "contract.missing")
    if seller is None:
        return (missing,)
    ways = ", ".join(way for way in (seller.phone, seller.email) if way)
    return (
        say(locale, "contract.seller", name=seller.name, kind=say(locale, f"contract.kind.{seller.kind.value}")),
        say(locale, "contract.tax_code", number=seller.tax_code or missing),
        say(locale, "contract.address", address=seller.address or missing),
        say(locale, "contract.ways", ways=ways or missing),
    )


def shared_items(locale: Locale, facts: Mapping[str, object], keys: Sequence[str] = SHARED) -> tuple[Item, ...]:
    """The items that are the same for a whole order: price to complaints, or those of `keys`."""
    return tuple(
        Item(say(locale, f"contract.item.{key}"), (say(locale, f"contract.shared.{key}", **facts),)) for key in keys
    )


def _stars(locale: Locale, facts: GoodsFacts) -> str:
    if facts.certificate is None:
        return say(locale, "contract.no_certificate")
    if facts.decision_no is None:
        return say(locale, "contract.certificate_alone", stars=facts.stars, code=facts.certificate)
    return say(locale, "contract.certificate", stars=facts.stars, code=facts.certificate, decision=facts.decision_no)


def _measure(locale: Locale, facts: GoodsFacts) -> str:
    if facts.net_weight_g is None:
        return facts.unit
    return say(locale, "contract.net_weight", unit=facts.unit, grams=facts.net_weight_g)
