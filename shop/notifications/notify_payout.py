"""Write notices to a producer's owners: of what was paid to it or failed, and of a changed bank account."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.payments.banks import bank_name
from shop.payouts.events import PayoutAccountChanged, PayoutFacts, PayoutPaid
from shop.payouts.rules import REASONS
from shop.producers.models import MemberRole, Producer, ProducerMember
from shop.settlement.models import BankAccountOfProducer, Payout

LAST = 4  # signs of an account's number that letters show


async def tell_payout(session: AsyncSession, event_id: UUID, event: PayoutFacts) -> int:
    """Tell every owner that a payout arrived or failed; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(Payout, Producer, BankAccountOfProducer)
            .join(Producer, Producer.id == Payout.producer_id)
            .join(BankAccountOfProducer, BankAccountOfProducer.id == Payout.account_id)
            .where(Payout.id == event.payout_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    payout, producer, account = found
    news = "payout_paid" if isinstance(event, PayoutPaid) else "payout_failed"
    facts = _account(account) | {
        "amount": show(payout.amount),
        "code": payout.code,
        "reference": payout.reference or "",
        "reason": payout.reason or "",
    }
    return await _tell(session, event_id, producer, news, facts)


async def tell_account(session: AsyncSession, event_id: UUID, event: PayoutAccountChanged) -> int:
    """Tell every owner where the money shall go from now on; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(BankAccountOfProducer, Producer, Person.name)
            .join(Producer, Producer.id == BankAccountOfProducer.producer_id)
            .join(Person, Person.id == BankAccountOfProducer.proposed_by)
            .where(BankAccountOfProducer.id == event.account_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    account, producer, name = found
    return await _tell(session, event_id, producer, "payout_account", _account(account) | {"name": name})


async def _tell(session: AsyncSession, event_id: UUID, producer: Producer, news: str, facts: dict[str, str]) -> int:
    owners = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(
            ProducerMember.producer_id == producer.id,
            ProducerMember.role == MemberRole.OWNER,
            Person.disabled_at.is_(None),
        )
        .order_by(Person.id)
    )
    written = 0
    for person in owners:
        told = _told(known_locale(person.locale), news, facts | {"producer": producer.name})
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        path = "" if told.locale == DEFAULT else f"/{told.locale}"
        blocks = (
            Block(say(told.locale, "notice.hello", name=quoted(person.name))),
            Block(quoted(told.text)),
            Block(
                say(told.locale, "notice.see_payouts"),
                href=f"$base{path}/chu-the/{producer.slug}/tai-khoan-ngan-hang",
            ),
        )
        written += await write_notices(session, event_id, reader, told, blocks)
    return written


def _account(account: BankAccountOfProducer) -> dict[str, str]:
    return {"bank": bank_name(account.bank_bin), "last": account.number[-LAST:]}


def _told(locale: Locale, news: str, facts: dict[str, str]) -> Told:
    reason = facts.get("reason", "")
    spoken = facts | {"reason": say(locale, f"notice.payout_reason.{reason}") if reason in REASONS else reason}
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **spoken),
        text=say(locale, f"notice.{news}.text", **spoken),
    )
