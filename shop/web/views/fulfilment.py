"""What the pick list of a point shows."""

from shop.delivery.models import DeliveryMethod
from shop.web.views.site import Page, View


class PickRow(View, frozen=True, kw_only=True):
    """A variant to fetch from the shelf."""

    name: str  # product and pack
    sku: str
    unit: str
    pieces: int
    parcels: int


class PickCard(View, frozen=True, kw_only=True):
    """A parcel to pack."""

    code: str
    number: int
    delivery: DeliveryMethod
    buyer: str
    lines: tuple[str, ...]  # "2 × Gạo nếp, túi 5 kg"
    extras: tuple[tuple[str, str], ...] = ()  # what the buyer said for the packing: what it is, words


class PickListPage(Page, frozen=True, kw_only=True):
    """What a point has to fetch from its shelves, all together and parcel by parcel."""

    place_slug: str
    place_name: str
    rows: tuple[PickRow, ...]
    parcels: tuple[PickCard, ...]
    more: bool = False
    others: tuple[tuple[str, str], ...] = ()  # (slug, name) of the person's other places
