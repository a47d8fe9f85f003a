"""The contract of an order in one language: whole sentences, so that nothing later changes them."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from config.settings import Settings
from shop.contracts.facts import GoodsFacts
from shop.contracts.ordered import Ordered, OrderedGoods
from shop.contracts.rules import GoodsItems, Item, goods_items, shared_items
from shop.core.clock import local
from shop.core.i18n import LOCALES, Locale, say
from shop.core.money import show
from shop.orders.extras import Extras


class ContractTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What an installation has settled: minutes goods are held, and who hears complaints (empty: point and seller)."""

    hold_minutes: int
    complaints: str


def contract_terms(settings: Settings) -> ContractTerms:
    """Read the terms from the settings."""
    return ContractTerms(hold_minutes=settings.stock_hold_minutes, complaints=settings.complaints)


class GoodsRow(msgspec.Struct, frozen=True):
    """A line of the contract; amounts are written out."""

    name: str
    quantity: str
    price: str
    total: str


class ContractContent(msgspec.Struct, frozen=True, kw_only=True):
    """The contract in one language."""

    title: str
    code: str
    opening: tuple[str, ...]
    parties: tuple[str, ...]
    rows: tuple[GoodsRow, ...]
    sums: tuple[tuple[str, str], ...]
    goods: tuple[GoodsItems, ...]
    shared: tuple[Item, ...]


Contents = dict[Locale, ContractContent]
ToldOfGoods = Mapping[Locale, Mapping[UUID, GoodsItems]]


def told_of(facts: Mapping[UUID, GoodsFacts]) -> ToldOfGoods:
    """The items of these variants in each language: composed once for all orders that have them."""
    return {locale: {id_: goods_items(locale, one) for id_, one in facts.items()} for locale in LOCALES}


def contents_of(order: Ordered, told: ToldOfGoods, terms: ContractTerms) -> Contents:
    """The contract of `order` in each language."""
    return {locale: _content(locale, order, told[locale], terms) for locale in LOCALES}


def digest_of(contents: Contents) -> bytes:
    """The SHA-256 of the canonical JSON: keys in order, no spaces."""
    return hashlib.sha256(msgspec.json.encode(contents, order="sorted")).digest()


def terms_facts(locale: Locale, code: str, terms: ContractTerms) -> dict[str, object]:
    """What the shared items have blanks for."""
    return {
        "code": code or say(locale, "contract.shared.code_later"),
        "minutes": terms.hold_minutes,
        "contact": terms.complaints or say(locale, "contract.shared.contact_point"),
    }


def _content(locale: Locale, order: Ordered, goods: Mapping[UUID, GoodsItems], terms: ContractTerms) -> ContractContent:
    return ContractContent(
        title=say(locale, "contract.title"),
        code=order.code,
        opening=(
            say(locale, "contract.order", code=order.code, at=_moment(order.created_at)),
            say(locale, "contract.law"),
        ),
        parties=(
            say(locale, "contract.buyer", name=order.buyer, phone=order.phone),
            _delivery(locale, order),
            *_extras(locale, order.extras),
            say(locale, "contract.platform"),
        ),
        rows=tuple(_row(line) for line in order.lines),
        sums=tuple(
            (say(locale, f"contract.column.{name}"), show(amount))
            for name, amount in (
                ("subtotal", order.subtotal),
                ("shipping", order.shipping),
                ("discount", order.discount),
                ("all", order.total),
            )
            if amount or name != "discount"
        ),
        goods=tuple(goods[line.variant] for line in order.lines if line.variant in goods),
        shared=shared_items(locale, terms_facts(locale, order.code, terms)),
    )


def _row(line: OrderedGoods) -> GoodsRow:
    return GoodsRow(line.name, f"{line.quantity} {line.unit}", show(line.price), show(line.total))


def _delivery(locale: Locale, order: Ordered) -> str:
    if order.point is not None:
        return say(locale, "contract.pickup", place=order.point)
    return say(locale, "contract.ship", address=order.address)


def _extras(locale: Locale, extras: Extras | None) -> list[str]:
    """What of the buyer's words both sides are bound by: the half day, and whom the invoice is for."""
    said = []
    if extras is not None and extras.slot is not None:
        said.append(say(locale, f"contract.slot_{extras.slot.part}", day=f"{extras.slot.day:%d/%m/%Y}"))
    if extras is not None and extras.invoice is not None:
        one = extras.invoice
        said.append(say(locale, "contract.invoice", name=one.name, tax_code=one.tax_code, address=one.address))
    return said


def _moment(at: datetime) -> str:
    return f"{local(at):%H:%M %d/%m/%Y}"
