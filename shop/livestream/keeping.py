"""How the goods of a batch of room orders are kept, who stands ahead of them, and which flash drops are open."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import read_phone
from shop.core.errors import Refusal
from shop.offers.errors import FlashNotOpen, FlashOver, FlashUnknown, QueueAhead
from shop.offers.models import Policy
from shop.offers.queries import FlashTerms, Terms, flashes_of, terms_of
from shop.orders.check_lapses import lapsed_buyers
from shop.orders.deposit_rules import DepositRule
from shop.orders.errors import DepositFirst, PayFirst, PayFirstLapsed
from shop.orders.terms import OrderTerms
from shop.payments.models import PaymentMethod

Buyer = tuple[str, UUID | None]
"""A phone as it was typed, and the signed-in person."""

_AS_THE_SHOP = Terms()


class Bid(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of an order of a room: a variant in a session, a flash drop if one is named, and the buyer."""

    session_id: UUID
    variant: UUID
    flash: UUID | None
    buyer: Buyer


class Kept(msgspec.Struct, frozen=True):
    """Minutes the goods are kept (None: as the shop does), whether they are not before the money, and a deposit."""

    hold_minutes: int | None
    unheld: bool
    deposit: DepositRule | None = None


class Offered(msgspec.Struct, frozen=True):
    """What was read for a batch: (session, variant) -> its terms, flash drops, and whose holds ran out too often."""

    terms: Mapping[tuple[UUID, UUID], Terms]
    flashes: Mapping[UUID, FlashTerms]
    lapsed: Collection[str | UUID]

    def keeping(
        self, pair: tuple[UUID, UUID], flash: UUID | None, payment: PaymentMethod, buyer: Buyer
    ) -> Kept | Refusal:
        """How an order's goods are kept.

        Refusals: QueueAhead, others wait for them; PayFirst, PayFirstLapsed, DepositFirst, cash where money is first.
        """
        terms = self.terms.get(pair, _AS_THE_SHOP)
        waiting = terms.waiting if flash is None else self.flashes[flash].waiting
        if waiting:
            return QueueAhead(field="variant", extra={"waiting": waiting}, count=waiting)
        return kept_for(terms, payment, buyer, self.lapsed)

    def flash_for(self, session_id: UUID, variant: UUID, flash_id: UUID) -> UUID | Refusal:
        """The campaign of a flash drop that is open by the database's clock.

        Refusals: FlashUnknown, FlashNotOpen, FlashOver.
        """
        flash = self.flashes.get(flash_id)
        if flash is None or (flash.session_id, flash.variant_id) != (session_id, variant):
            return FlashUnknown(field="flash")
        if flash.over:
            return FlashOver(field="flash")
        return flash.campaign_id if flash.begun else FlashNotOpen(field="flash")


def kept_for(terms: Terms, payment: PaymentMethod, buyer: Buyer, lapsed: Collection[str | UUID]) -> Kept | Refusal:
    """How the goods of one buyer are kept, whoever stands ahead."""
    phone, person_id = buyer
    often = read_phone(phone) in lapsed or person_id in lapsed
    first = often or terms.policy is Policy.FIRST_PAID
    if first and payment is PaymentMethod.COD:
        return PayFirstLapsed(field="payment") if often else PayFirst(field="payment")
    if terms.deposit is not None and payment is PaymentMethod.COD:
        return DepositFirst(field="payment")
    return Kept(terms.hold_minutes, first, None if first else terms.deposit)


async def read_offered(session: AsyncSession, bids: Sequence[Bid], terms: OrderTerms) -> Offered:
    """Read what counts for a batch: two statements, and one more where somebody is signed in or a drop is named."""
    if not bids:
        return Offered({}, {}, frozenset())
    flashes = await flashes_of(session, {bid.flash for bid in bids if bid.flash is not None})
    buyers = [(phone, bid.buyer[1]) for bid in bids if (phone := read_phone(bid.buyer[0])) is not None]
    lapsed = await lapsed_buyers(session, buyers, terms.lapses)
    return Offered(await terms_of(session, {(bid.session_id, bid.variant) for bid in bids}), flashes, lapsed)
