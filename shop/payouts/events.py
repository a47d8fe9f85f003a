"""What happened to a producer's payouts."""

from typing import ClassVar
from uuid import UUID

import msgspec

from shop.core.events import Event


class PayoutFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Which payout; its producer's owners are told."""

    payout_id: UUID
    producer_id: UUID


class PayoutPaid(PayoutFacts, Event, frozen=True, kw_only=True):
    """The bank or Stripe has paid it."""

    kind: ClassVar[str] = "payouts.paid"


class PayoutFailed(PayoutFacts, Event, frozen=True, kw_only=True):
    """Its money did not arrive, and is owed again."""

    kind: ClassVar[str] = "payouts.failed"


class PayoutAccountChanged(Event, frozen=True, kw_only=True):
    """Somebody proposed where a producer's money shall go."""

    kind: ClassVar[str] = "payouts.account_changed"

    account_id: UUID
    producer_id: UUID
