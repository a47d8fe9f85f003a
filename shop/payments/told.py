"""What a provider tells of money, in our own words: the gateways read their formats into these."""

from uuid import UUID

import msgspec

from shop.core.money import Dong
from shop.payments.models import AttemptState, RefundState


class IntentTold(msgspec.Struct, frozen=True, kw_only=True, tag="intent"):
    """A payment at the provider: `amount` is asked, `received` has come in, `held` is promised by the buyer's bank.

    `state` is None where nothing is decided. `reference` and `attempt_id` are ours, None where we never gave them.
    """

    foreign_id: str
    amount: Dong
    received: Dong
    held: Dong
    currency: str
    state: AttemptState | None
    reference: UUID | None
    attempt_id: UUID | None
    failure: str | None = None


class RefundTold(msgspec.Struct, frozen=True, kw_only=True, tag="refund"):
    """A refund at the provider. `refund_id` and `tries` are what we gave it: which sending of which refund it is."""

    foreign_id: str
    receipt: str
    amount: Dong
    currency: str
    state: RefundState
    refund_id: UUID | None
    tries: int
    failure: str | None = None


About = IntentTold | RefundTold


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a provider: its own id and kind, and what it is about; nothing where we do not follow that kind."""

    foreign_id: str
    kind: str
    told_at: int  # seconds, the provider's own
    about: tuple[About, ...] = ()
