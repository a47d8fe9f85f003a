"""A producer's tax code is set by its owner, or put right by an officer."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.producers.errors import BadTaxCode, ReasonMissing
from shop.producers.guards import is_officer, require_member
from shop.producers.lock import lock_producer
from shop.producers.models import MemberRole, Producer
from shop.producers.rules import is_tax_code


async def set_tax_code(
    session: AsyncSession, actor: Actor, producer_id: UUID, written: str, *, reason: str = ""
) -> Producer:
    """Let the producer have this tax code, written with or without spaces; the audit log keeps the one before.

    Invoices that were issued keep theirs; a refused one takes it when it is sent again. Locks the producer's row. Safe
    to repeat: the same code is no act.

    Raises:
        Unauthenticated, Forbidden: neither an owner of it nor an officer.
        BadTaxCode: not 10 digits, 10 and 3 of a branch, or the 12 of a citizen's number.
        ReasonMissing: an officer does not say why.
        ProducerUnknown: there is none.
    """
    by_office = is_officer(actor)
    if not by_office:
        await require_member(session, actor, producer_id, MemberRole.OWNER)
    code = "".join(written.split())
    if not is_tax_code(code):
        raise BadTaxCode(field="tax_code")
    if by_office and not any(sign.isalnum() for sign in reason):
        raise ReasonMissing(field="reason")
    producer = await lock_producer(session, producer_id)
    if producer.tax_code != code:
        before, producer.tax_code = producer.tax_code, code
        record_act(
            session,
            actor.person_id,
            "producer.set_tax_code",
            producer.slug,
            before=before,
            after=code,
            reason=reason or None,
        )
        await session.flush()
    return producer
