"""Write what a producer says of itself."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import normalise_phone
from shop.accounts.register import normalise_email
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.producers.events import ProducerShownAnew
from shop.producers.guards import require_member
from shop.producers.lock import lock_producer
from shop.producers.models import MemberRole, Producer


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What a producer may say without anybody's approval; empty texts clear a field. Phone in any spelling."""

    about_vi: str = ""
    about_en: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


async def edit_profile(session: AsyncSession, actor: Actor, producer_id: UUID, profile: Profile) -> Producer:
    """Replace the producer's own words and addresses. Locks its row; the last writer's words stand.

    Raises:
        Unauthenticated, Forbidden: only editors and owners do this.
        BadPhone, BadEmail: a field cannot be meant so.
    """
    await require_member(session, actor, producer_id, MemberRole.EDITOR)
    producer = await lock_producer(session, producer_id)
    producer.phone = normalise_phone(profile.phone, "phone") if profile.phone.strip() else None
    producer.email = normalise_email(profile.email) if profile.email.strip() else None
    producer.about_vi = profile.about_vi.strip() or None
    producer.about_en = profile.about_en.strip() or None
    producer.address = squeeze(profile.address) or None
    record_act(session, actor.person_id, "producer.edit_profile", producer.slug)
    publish(session, ProducerShownAnew(producer_id=producer.id))
    return producer
