"""What the page of a product shows."""

from datetime import date, timedelta

from shop.contracts.rules import Item
from shop.core.money import Dong
from shop.web.views.catalogue import CertificateView
from shop.web.views.preorders import PreorderOffer
from shop.web.views.replays import ClipView
from shop.web.views.reviews import ReviewsPart
from shop.web.views.site import Page, View


class StockAt(View, frozen=True, kw_only=True):
    """Free units of a variant at one sales point."""

    slug: str
    name: str
    available: int
    hours: str | None = None
    distance_m: int | None = None


class VariantView(View, frozen=True, kw_only=True):
    """A size or a pack of a product."""

    id: str
    name: str
    price: Dong
    unit: str
    stock: tuple[StockAt, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()  # ("Màu men", "lam")
    per_hundred: Dong | None = None  # what 100 g cost, where the weight is known and is not 100 g

    @property
    def available(self) -> int:
        """Free units over all sales points."""
        return sum(at.available for at in self.stock)


class ProducerView(View, frozen=True, kw_only=True):
    """The maker ("chủ thể OCOP")."""

    slug: str
    name: str
    area: str | None = None
    product_count: int | None = None  # products of theirs with a certificate in force
    closed_until: date | None = None  # its last closed day, while it takes no orders

    @property
    def opens_on(self) -> date | None:
        """The day it takes orders again, while it takes none."""
        return self.closed_until + timedelta(days=1) if self.closed_until else None


class OnAir(View, frozen=True, kw_only=True):
    """A session on air that has the product pinned."""

    room: str  # slug
    place: str
    price: Dong | None = None  # live price; None: the list price


class PictureView(View, frozen=True, kw_only=True):
    """A picture of the product: its address at the width of a list, what is on it, its own size in pixels."""

    image: str
    alt: str
    width: int
    height: int


class Said(View, frozen=True, kw_only=True):
    """A text in the reader's language, or with the language it is in where that is another."""

    text: str
    lang: str | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text cut at its line ends."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())


class Fact(View, frozen=True, kw_only=True):
    """A line of the table of facts: `label` is the key of its word."""

    label: str
    value: Said


class BatchOf(View, frozen=True, kw_only=True):
    """A batch on the shelf that can be verified by its code."""

    code: str
    lot: str
    best_before: date | None


class ProductPage(Page, frozen=True, kw_only=True):
    """One product."""

    slug: str
    name: str
    image: str
    variants: tuple[VariantView, ...]
    certificate: CertificateView | None
    producer: ProducerView | None
    vietnamese_name: str | None = None  # where `name` is in another language
    name_lang: str | None = None  # where `name` is not in the page's language
    summary: Said | None = None
    pictures: tuple[PictureView, ...] = ()  # empty: the drawing `image` stands in
    facts: tuple[Fact, ...] = ()
    story: Said | None = None
    usage: Said | None = None
    warning: Said | None = None
    min_age: int | None = None  # years a buyer must have
    batches: tuple[BatchOf, ...] = ()
    group_name: str | None = None
    group_slug: str | None = None
    area: str | None = None
    on_sale: bool = True  # False: no certificate in force, or taken off
    on_air: OnAir | None = None
    told: tuple[Item, ...] = ()  # what the law wants said of it before a contract
    reviews: ReviewsPart | None = None  # None: the shop shows none here
    earlier: tuple[CertificateView, ...] = ()  # other gradings of the same product
    clips: tuple[ClipView, ...] = ()  # from live sessions, the newest first
    preorder: tuple[PreorderOffer, ...] = ()  # what is out of stock and may be ordered ahead
    wholesale_from: int | None = None  # pieces; None: not sold wholesale
    problem: str | None = None  # why the last "add" was refused
    structured: dict[str, object] | None = None  # the same in the words of schema.org
