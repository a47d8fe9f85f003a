"""An order as people and programs see it."""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shop.carriers.models import CarrierName, ShipmentStatus
from shop.cart.rules import SourceReason
from shop.cart.shown import PointShown, ProductShown
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.orders.extras import Extras
from shop.orders.models import OrderStatus
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.queries import PaymentShown


class OrderedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line in the words and at the price (đồng) of the moment it was ordered, and where it comes from."""

    variant: UUID
    product: ProductShown
    name: str
    unit: str
    image: str
    quantity: int
    price: Dong
    total: Dong
    sales_point: PointShown
    parcel: int


class ShipmentShown(msgspec.Struct, frozen=True, kw_only=True):
    """The carrier that brings a parcel; `number` is None until it has given one, `url` where it shows it to all."""

    carrier: CarrierName
    status: ShipmentStatus
    number: str | None
    url: str | None


class ParcelShown(msgspec.Struct, frozen=True, kw_only=True):
    """What one producer has at one place: it is packed, sent or fetched, and paid for (`amount`, đồng) together.

    The lines say by its number which are in it; `reason` is why they come from that place; `shipment` is None with our
    own riders. `deposit` is what of the amount is paid before.
    """

    number: int
    status: OrderStatus
    sales_point: PointShown
    reason: SourceReason
    amount: Dong
    deposit: Dong = Dong(0)
    shipment: ShipmentShown | None = None


class CommuneShown(msgspec.Struct, frozen=True):
    """A commune of today."""

    slug: str
    name: str


class AddressShown(msgspec.Struct, frozen=True):
    """Where the goods are brought."""

    line: str
    commune: CommuneShown


class DeliveryShown(msgspec.Struct, frozen=True, kw_only=True):
    """Fetched at `sales_point`, or brought to `address`."""

    method: DeliveryMethod
    sales_point: PointShown | None
    address: AddressShown | None


class PaymentStanding(msgspec.Struct, frozen=True):
    """How the order is paid and how that stands; `missing` is what must come before it is confirmed (đồng)."""

    method: PaymentMethod
    state: PaymentState
    missing: Dong = Dong(0)
    page: str | None = None  # where that is paid


def standing(code: str, payment: PaymentShown) -> PaymentStanding:
    """How the payment of the order `code` stands."""
    page = f"/don-hang/{code}/thanh-toan" if payment.missing else None
    return PaymentStanding(payment.method, payment.state, payment.missing, page)


class ContactShown(msgspec.Struct, frozen=True):
    """Whom the point calls."""

    name: str
    phone: str
    email: str | None


class OrderShown(msgspec.Struct, frozen=True, kw_only=True):
    """An order; amounts are đồng, times UTC. Its status is that of the parcel that is furthest behind.

    `token` opens it and is given once, to the one who placed it; `pickup_code` and `pickup_qr`, what to show as
    a QR code instead of saying it, are for its buyer alone. `hold_expires_at` is set while the order is only held;
    `withdrawn` is what of the sum its places could not supply. The goods of one that is `unheld` are its
    buyer's once it is paid, if they are still there: else all comes back. `deposit` is what of the total is paid first,
    the rest in cash; with `deposit_kept` it stays with the seller when its buyer does not take the goods.
    """

    code: str
    token: str | UnsetType = UNSET
    status: OrderStatus
    version: int
    total: Dong
    subtotal: Dong
    shipping: Dong
    discount: Dong
    withdrawn: Dong = Dong(0)
    lines: tuple[OrderedLine, ...]
    parcels: tuple[ParcelShown, ...]
    delivery: DeliveryShown
    payment: PaymentStanding
    contact: ContactShown
    extras: Extras | None
    pickup_code: str | UnsetType = UNSET
    pickup_qr: str | UnsetType = UNSET
    hold_expires_at: datetime | None
    unheld: bool = False
    deposit: Dong = Dong(0)
    deposit_kept: bool = False
    created_at: datetime
    sample: bool
