"""What is known before rows are planned: the producer's packs, listings, registered products, stores and stock."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from shop.catalog.content_rules import Content
from shop.core.text import fold


class Known(msgspec.Struct, frozen=True):
    """A pack that has the SKU already; `price` in đồng."""

    variant_id: UUID
    product_id: UUID
    price: int


class OpenEdit(msgspec.Struct, frozen=True):
    """The open edit of a listing; while it waits at the office nobody changes it."""

    id: UUID
    waits: bool


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A listing with what its producer wishes to be said: the open edit's content, else what is live."""

    product_id: UUID
    registered_id: UUID
    published: bool
    version: int
    wished: Content
    prices: Mapping[str, int]  # of packs the open edit brings, by SKU
    edit: OpenEdit | None
    sample: bool


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A registered product of the producer; `group` is the name of its group, for a picture."""

    id: UUID
    name: str
    group: str | None
    slug: str
    sample: bool


class Store(msgspec.Struct, frozen=True):
    """A place of the producer's own in which goods may be counted."""

    id: UUID
    slug: str
    name: str

    def is_called(self, written: str) -> bool:
        """Whether `written` is its address or its name."""
        return fold(written) in {self.slug, fold(self.name)}


class Level(msgspec.Struct, frozen=True):
    """Units at a place, and how many of them are promised."""

    on_hand: int
    held: int


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, for the rows of one step. Keys of `written` and `foreign` are folded."""

    active: bool  # whether the producer may list anything
    known: Mapping[str, Known]  # by SKU
    listed: Mapping[UUID, Listed]  # by registered product
    registered: Mapping[UUID, Registered]
    written: Mapping[str, frozenset[UUID]]  # how a registered product may be named
    foreign: frozenset[str]  # names of other producers' products
    stores: tuple[Store, ...]
    other_places: frozenset[str]
    levels: Mapping[tuple[UUID, UUID], Level]  # by variant and place
