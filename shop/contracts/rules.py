"""The items of information before a contract (law 19/2023/QH15, article 37), composed from facts; pure."""

from collections.abc import Mapping

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


class Item(msgspec.Struct, frozen=True):
    """One item of information: its title and its sentences."""

    title: str
    texts: tuple[str, ...]


class GoodsItems(msgspec.Struct, frozen=True):
    """The items that differ from product to product."""

    name: str
    items: tuple[Item, ...]


def goods_items(locale: Locale, facts: GoodsFacts) -> GoodsItems:
    """Seller, quality and measure, origin, shelf life, usage and warranty of one product.

    What the producer has not given is said to be missing: silence would look like "none needed".
    """
    words = facts.words[locale]
    missing = say(locale, "contract.missing")
    quality = [_stars(locale, facts), say(locale, "contract.measure", measure=_measure(locale, facts))]
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
    return GoodsItems(
        f"{words.name}, {facts.variant_name}",
        tuple(Item(say(locale, f"contract.item.{key}"), texts) for key, texts in parts.items()),
    )


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


def shared_items(locale: Locale, facts: Mapping[str, object]) -> tuple[Item, ...]:
    """The items that are the same for a whole order: price to complaints."""
    return tuple(
        Item(say(locale, f"contract.item.{key}"), (say(locale, f"contract.shared.{key}", **facts),)) for key in SHARED
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
