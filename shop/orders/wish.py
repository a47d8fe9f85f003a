"""What a buyer asks for, and what comes of it."""

from uuid import UUID

import msgspec

from shop.core.actor import Actor
from shop.core.errors import Refusal
from shop.core.i18n import DEFAULT, Locale
from shop.core.key_batch import Claim
from shop.core.money import Dong
from shop.core.text import Body, Email, Name, Phone
from shop.delivery.choose import DeliveryWish
from shop.orders.deposit_rules import DepositRule
from shop.orders.extras import Extras
from shop.orders.shown import OrderShown
from shop.payments.models import PaymentMethod


class Contact(Body):
    """Whom the point or the courier calls; mail goes to `email` where one is given."""

    name: Name
    phone: Phone
    email: Email | None = None


class WishedLine(msgspec.Struct, frozen=True, kw_only=True):
    """So many of a variant, if wished from a sales point (its slug) and at a campaign's live price.

    With a `deposit` that part is paid first, and the rest in cash.
    """

    variant: UUID
    quantity: int
    sales_point: str | None = None
    campaign_id: UUID | None = None
    deposit: DepositRule | None = None


class PlaceOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer asks for: a basket or lines.

    `expected_total` is the sum (đồng) the buyer saw; without it (an order from a room) every live price
    named must still be open. `session_id` is the live session it is bought in. `age_confirmed` says that the buyer
    is as old as the goods ask. `vouchers` are codes as they were typed; the code of a `kept_voucher` counts where it
    may, else the order stands without it. `extras` is said beside the goods.
    `hold_minutes` is how long its goods are kept (None: as everywhere); with `unheld` they are not before the
    money.
    """

    cart: UUID | None = None
    lines: tuple[WishedLine, ...] = ()
    contact: Contact
    delivery: DeliveryWish
    payment: PaymentMethod = PaymentMethod.COD
    expected_total: Dong | None
    locale: Locale = DEFAULT
    session_id: UUID | None = None
    age_confirmed: bool = False
    vouchers: tuple[str, ...] = ()
    kept_voucher: str | None = None
    extras: Extras | None = None
    hold_minutes: int | None = None
    unheld: bool = False


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """An order among others: whose it is, the key under which it is made once, the id of the request it came with.

    A refusal in the place of `request` is the answer unless the key stands for an order already.
    """

    request: PlaceOrder | Refusal
    actor: Actor
    claim: Claim
    request_id: str


class Placed(msgspec.Struct, frozen=True):
    """The order, with its token; `replayed` when an earlier request with the same key had made it."""

    order: OrderShown
    replayed: bool
