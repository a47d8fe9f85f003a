"""Products and variants for sale, what stands on which shelf, and the log of changes a list can show."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Computed, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from shop.core.db import Base, Record
from shop.core.money import Dong


class Product(Record):
    """A listing of a registered product. It is on sale only while a certificate of the product is in force.

    `min_price` (đồng) is the cheapest active variant's, kept by catalog's use cases for sorting.
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("product_tsv_idx", "tsv", postgresql_using="gin"),
        Index("product_fold_idx", "fold", postgresql_using="gin", postgresql_ops={"fold": "gin_trgm_ops"}),
        Index("product_listed_idx", text("listed_at DESC"), text("id DESC")),
        Index("product_price_idx", "min_price", "id"),
        Index("product_name_idx", "fold", "id"),
    )

    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    registered_product_id: Mapped[UUID] = mapped_column(ForeignKey("registered_product.id"), unique=True)
    producer_id: Mapped[UUID | None] = mapped_column(ForeignKey("producer.id"), index=True)
    summary_vi: Mapped[str | None]
    summary_en: Mapped[str | None]
    image: Mapped[str]  # address of its picture below /static/
    min_price: Mapped[Dong]
    hidden: Mapped[bool] = mapped_column(server_default=text("false"))
    listed_at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"))
    search_text: Mapped[str] = mapped_column(
        server_default=text("''")
    )  # producer, commune, group: searched after the name
    fold: Mapped[str] = mapped_column(Computed("vn_words(name)", persisted=True))
    tsv: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "setweight(to_tsvector('simple', vn_words(name)), 'A') || "
            "setweight(to_tsvector('simple', vn_words(search_text)), 'B')",
            persisted=True,
        ),
    )
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Variant(Record):
    """What a buyer takes: a size or a pack of a product, at a price in đồng."""

    __tablename__ = "variant"
    __table_args__ = (CheckConstraint("price >= 0", name="price_not_negative"), UniqueConstraint("product_id", "name"))

    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"))
    name: Mapped[str]
    sku: Mapped[str] = mapped_column(unique=True)
    price: Mapped[Dong]
    unit: Mapped[str]
    net_weight_g: Mapped[int | None]
    position: Mapped[int] = mapped_column(server_default=text("0"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    sample: Mapped[bool] = mapped_column(server_default=text("false"))


class Shelf(Base):
    """A variant that has at least one free unit at a place. Inventory writes it only when stock crosses zero."""

    __tablename__ = "shelf"

    variant_id: Mapped[UUID] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


class CatalogChange(Base):
    """A change visible in a list (price, text, certificate, producer's state, stock crossing zero)."""

    __tablename__ = "catalog_change"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    product_id: Mapped[UUID | None]  # None: every list
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("shop_now()"), index=True)
