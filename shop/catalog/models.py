"""Products and variants for sale, what stands on which shelf, and the log of changes a list can show."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record
from shop.core.money import Dong


class TaxClass(StrEnum):
    """How a sale is taxed; the rates are dated rules of settlement, not of the catalogue."""

    GOODS = "goods"
    FARM_PRODUCE = "farm_produce"  # unprocessed, sold by its grower
    SERVICE = "service"


class ShippingClass(StrEnum):
    """What a carrier must know."""

    PARCEL = "parcel"
    FRAGILE = "fragile"
    FRESH = "fresh"  # same day, inside Hà Nội
    LIQUID = "liquid"  # no air
    BULKY = "bulky"
    NONE = "none"  # a service: nothing travels


class Product(Record):
    """A listing of a registered product. It is on sale only while a certificate of the product is in force.

    `hidden`: a draft nobody has approved yet (`published_at` is None), or taken off by its producer.
    `min_price` (đồng) is the cheapest active variant's, kept by catalog's use cases for sorting; `grade`
    (stars × 2, one more for potential five, 0 for none in force) and `sold` (pieces in the last thirty days)
    are kept by sweeps for sorting alone: what is on sale is always asked of certificate and producer.
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("product_tsv_idx", "tsv", postgresql_using="gin"),
        Index("product_fold_idx", "fold", postgresql_using="gin", postgresql_ops={"fold": "gin_trgm_ops"}),
        Index("product_listed_idx", text("listed_at DESC"), text("id DESC")),
        Index("product_price_idx", "min_price", "id"),
        Index("product_name_idx", "fold", "id"),
        Index("product_grade_idx", text("grade DESC"), text("id DESC")),
        Index("product_sold_idx", text("sold DESC"), text("id DESC")),
        CheckConstraint("hidden OR published_at IS NOT NULL", name="shown_when_published"),
        CheckConstraint("min_age BETWEEN 1 AND 99", name="age_known"),
        CheckConstraint("shelf_life_days > 0", name="shelf_life_positive"),
        CheckConstraint("review_points BETWEEN review_count AND 5 * review_count", name="reviews_add_up"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    registered_product_id: Mapped[UUID] = mapped_column(ForeignKey("registered_product.id"), unique=True)
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"), index=True)
    image: Mapped[str]  # address of its picture: /media/{asset}/640.webp, or a drawing below /static/
    min_price: Mapped[Dong]
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))  # grows with every approved change of its content
    shelf_life_days: Mapped[int | None]
    tax_class: Mapped[TaxClass] = mapped_column(server_default=text("'goods'"))
    shipping_class: Mapped[ShippingClass] = mapped_column(server_default=text("'parcel'"))
    min_age: Mapped[int | None] = mapped_column(SmallInteger)  # years; None: for everybody
    grade: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    sold: Mapped[int] = mapped_column(server_default=text("0"))
    review_count: Mapped[int] = mapped_column(server_default=text("0"))  # kept with each review, as is the sum of
    review_points: Mapped[int] = mapped_column(server_default=text("0"))  # their points (1 to 5 each)
    listed_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    search_text: Mapped[str] = mapped_column(
        server_default=text("''")
    )  # producer, commune, group: searched after the name
    fold: Mapped[str] = mapped_column(Computed("vn_words(name)", persisted=True))
    letters: Mapped[str] = mapped_column(  # " bưởi diễn … ": words as written, so that exact diacritics come first
        Computed("vn_letters(name || ' ' || search_text)", persisted=True)
    )
    tsv: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', vn_words(name)), 'A') || "
            "setweight(to_tsvector('simple', vn_words(search_text)), 'B')",
            persisted=True,
        ),
    )
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class ProductText(Base):
    """What is said about a product in one language. Empty is None; Vietnamese comes first, others may lack."""

    __tablename__ = "product_text"
    __table_args__ = (CheckConstraint("locale IN ('vi', 'en')", name="locale_known"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str | None]  # only where it is not Vietnamese: the Vietnamese name stands on the product
    summary: Mapped[str | None]
    story: Mapped[str | None]
    ingredients: Mapped[str | None]
    origin: Mapped[str | None]  # where the raw material comes from
    storage: Mapped[str | None]
    usage: Mapped[str | None]
    warning: Mapped[str | None]


class ProductMedia(Base):
    """A picture of a product; position 0 is the one lists show."""

    __tablename__ = "product_media"
    __table_args__ = (UniqueConstraint("product_id", "position", deferrable=True, initially="DEFERRED"),)

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    asset_id: Mapped[UUID] = mapped_column(ForeignKey("asset.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    alt_vi: Mapped[str]
    alt_en: Mapped[str | None]


class Variant(Record):
    """What a buyer takes: a size or a pack of a product, at a price in đồng. A producer's SKUs are its own."""

    __tablename__ = "variant"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("net_weight_g > 0", name="weight_positive"),
        UniqueConstraint("product_id", "name"),
        UniqueConstraint("producer_id", "sku", postgresql_nulls_not_distinct=True),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"))  # its product's: SKUs are unique in it
    name: Mapped[str]
    sku: Mapped[str]
    price: Mapped[Dong]
    unit: Mapped[str]
    net_weight_g: Mapped[int | None]
    barcode: Mapped[str | None]  # GTIN, 8 to 14 digits
    attributes: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))  # words to words: {"màu": "lam"}
    position: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Shelf(Base):
    """A variant that has at least one free unit at a place. Inventory writes it only when stock crosses zero."""

    __tablename__ = "shelf"

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


class Airing(Base):
    """A product that a session on air has in its line-up. Livestream writes it; lists can be narrowed to it."""

    __tablename__ = "airing"

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)


class Lexeme(Base):
    """A word of the products on sale, folded, and in how many of them it stands: corrects slips, drives suggestions."""

    __tablename__ = "lexeme"
    __table_args__ = (
        Index("lexeme_word_trgm_idx", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    word: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[str]  # as it is written most often
    products: Mapped[int]


class CompletionKind(StrEnum):
    """What a suggestion that is no product leads to."""

    PRODUCER = "producer"
    GROUP = "group"
    DISTRICT = "district"


class Completion(Base):
    """A name as it may be typed from any of its words on, folded; kept by the sweep that keeps `Lexeme`."""

    __tablename__ = "completion"

    fold: Mapped[str] = mapped_column(primary_key=True)  # "gom bat trang", "bat trang", "trang"
    kind: Mapped[CompletionKind] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    shown: Mapped[str]  # the whole name
    products: Mapped[int]  # on sale


class LearnedWords(Base):
    """One row: up to which change of the catalogue `Lexeme` and `Completion` were kept."""

    __tablename__ = "learned_words"
    __table_args__ = (CheckConstraint("singleton", name="one_row"),)

    singleton: Mapped[bool] = mapped_column(primary_key=True, default=True)
    change_id: Mapped[int] = mapped_column(BigInteger)


class Synonym(Record):
    """Two phrases that mean the same to a buyer (nếp cẩm, nếp than). Each way of saying it finds the other.

    `phrase` and `means` are folded, the lesser first: a pair stands once. `…_shown` is how people write them.
    """

    __tablename__ = "synonym"
    __table_args__ = (
        UniqueConstraint("phrase", "means"),
        CheckConstraint('phrase < means COLLATE "C"', name="in_order"),
        Index("synonym_means_idx", "means"),
    )

    phrase: Mapped[str]
    means: Mapped[str]
    phrase_shown: Mapped[str]
    means_shown: Mapped[str]
    source: Mapped[str]


class CatalogChange(Base):
    """A change visible in a list (price, text, certificate, producer's state, stock crossing zero)."""

    __tablename__ = "catalog_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    product_id: Mapped[UUID | None]  # None: every list
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"), index=True)
