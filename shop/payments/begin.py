"""Let a buyer pay: the attempt is written first, then its provider is asked, and never both in one transaction."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from shop.core.db import short
from shop.core.i18n import Locale
from shop.payments.attempt import name_attempt, start_attempt
from shop.payments.errors import PaymentMethodOff
from shop.payments.models import AttemptState, PaymentAttempt, PaymentMethod
from shop.payments.provider import Asked, Begun
from shop.payments.providers import Providers
from shop.payments.queries import last_attempt
from shop.payments.rules import attempt_key

SHOWN = frozenset({PaymentMethod.CARD, PaymentMethod.VIETQR})  # paid on our own page


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """For which order, and whom the provider sends back where; `expires_in` seconds are left of the hold."""

    reference: UUID
    order_code: str
    locale: Locale
    client_ip: str
    return_url: str
    expires_in: int


async def begin_payment(
    sessions: async_sessionmaker[AsyncSession], providers: Providers, payer: Payer, method: PaymentMethod
) -> Begun:
    """Begin a new attempt. Cut off after the attempt was written, the buyer simply begins again.

    Raises:
        PaymentMethodOff: the way does not work here.
        PaymentClosed, TooManyAttempts: as `start_attempt`.
        ProviderAway: the provider did not answer.
    """
    if providers.get(method) is None:
        raise PaymentMethodOff(field="payment")
    async with short(sessions) as session:
        attempt = await start_attempt(session, payer.reference, method)
        asked = _asked(attempt, payer)
    return await _ask(sessions, providers, asked, attempt)


async def resume_payment(
    sessions: async_sessionmaker[AsyncSession], providers: Providers, payer: Payer, method: PaymentMethod
) -> Begun | None:
    """What the open attempt of this way began: its provider answers the same for the same key. None: there is none.

    Ways whose page is the provider's have nothing to show on ours: they are begun anew.

    Raises:
        ProviderAway: the provider did not answer.
    """
    if method not in SHOWN:
        return None
    async with short(sessions) as session:
        attempt = await last_attempt(session, payer.reference)
    if attempt is None or attempt.method is not method or attempt.state is not AttemptState.OPEN:
        return None
    if providers.get(method) is None:
        return None
    return await _ask(sessions, providers, _asked(attempt, payer), attempt)


async def _ask(
    sessions: async_sessionmaker[AsyncSession], providers: Providers, asked: Asked, attempt: PaymentAttempt
) -> Begun:
    provider = providers.get(attempt.method)
    assert provider is not None, "asked for before"
    begun = await provider.start(asked)
    if begun.foreign_id is not None and begun.foreign_id != attempt.foreign_id:
        async with short(sessions) as session:
            await name_attempt(session, attempt.id, begun.foreign_id)
    return begun


def _asked(attempt: PaymentAttempt, payer: Payer) -> Asked:
    return Asked(
        attempt_id=attempt.id,
        number=attempt.number,
        payment_id=attempt.payment_id,
        reference=payer.reference,
        order_code=payer.order_code,
        amount=attempt.amount,
        locale=payer.locale,
        client_ip=payer.client_ip,
        return_url=payer.return_url,
        expires_in=payer.expires_in,
        key=attempt_key(attempt.payment_id, attempt.number),
    )
