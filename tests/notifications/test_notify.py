"""What people are told of their orders: once, in their language, safely written."""

from uuid import UUID

from sqlalchemy import select

from shop.certification.events import CertificateLapsed
from shop.certification.models import Certificate
from shop.core.actor import Actor
from shop.core.events import read_event
from shop.core.outbox import OutboxEvent
from shop.notifications.models import Channel, Notice
from shop.notifications.notify import tell_order
from shop.notifications.notify_producer import tell_certificate
from shop.orders.models import Order
from shop.orders.rules import order_token, pickup_code
from shop.orders.wish import Contact
from shop.producers.models import Producer, ProducerMember
from tests.conftest import SECRET
from tests.make.accounts import person
from tests.make.inventory import goods
from tests.make.orders import CONTACT, placed


async def _notices(session, channel) -> list[Notice]:
    return list((await session.scalars(select(Notice).where(Notice.channel == channel).order_by(Notice.id))).all())


async def _tell_last(session) -> int:
    event = (
        await session.scalars(select(OutboxEvent).where(OutboxEvent.kind.like("orders.%")).order_by(OutboxEvent.id))
    ).all()[-1]
    return await tell_order(session, event.id, read_event(event.kind, event.payload))


async def test_a_guest_with_an_address_gets_a_mail_and_a_notice_on_the_order(session):
    await placed(session, await goods(session), contact=Contact(**CONTACT, email="minh@example.vn"))

    await _tell_last(session)

    (mail,) = await _notices(session, Channel.EMAIL)
    (notice,) = await _notices(session, Channel.IN_APP)
    assert (mail.email, mail.locale) == ("minh@example.vn", "vi")
    assert notice.order_id == mail.order_id
    assert notice.person_id is None


async def test_a_repeated_event_tells_once(session):
    await placed(session, await goods(session), contact=Contact(**CONTACT, email="minh@example.vn"))

    told = [await _tell_last(session) for _ in range(3)]

    assert told == [2, 0, 0]


async def test_a_guest_without_an_address_is_told_on_the_page_alone(session):
    await placed(session, await goods(session))

    await _tell_last(session)

    assert await _notices(session, Channel.EMAIL) == []
    assert len(await _notices(session, Channel.IN_APP)) == 1


async def test_a_signed_in_buyer_is_written_to_at_the_account(session):
    lan = await person(session, email="lan@example.vn")
    await placed(session, await goods(session), actor=Actor(person_id=lan.id))

    await _tell_last(session)

    (mail,) = await _notices(session, Channel.EMAIL)
    assert (mail.email, mail.person_id, mail.reader) == ("lan@example.vn", lan.id, f"person:{lan.id}")


async def test_mail_speaks_the_language_of_the_order(session):
    order = await placed(
        session, await goods(session), locale="en", contact=Contact(**CONTACT, email="john@example.org")
    )

    await _tell_last(session)

    (mail,) = await _notices(session, Channel.EMAIL)
    assert mail.subject == f"Chợ Mây has your order {order.code}"
    assert "$base/en/don-hang/" in mail.body_text
    assert '<html lang="en">' in mail.body_html


async def test_neither_token_nor_pickup_code_stands_in_the_database(session):
    order = await placed(session, await goods(session), contact=Contact(**CONTACT, email="minh@example.vn"))
    order_id = (await session.scalars(select(Order.id).where(Order.code == order.code))).one()

    await _tell_last(session)

    written = "".join(f"{one.body_text}{one.body_html}" for one in (await session.scalars(select(Notice))).all())
    assert order_token(SECRET, order_id) not in written
    assert pickup_code(SECRET, order_id) not in written
    assert "$pickup_code" in written


async def test_what_people_type_is_escaped_and_is_no_blank(session):
    contact = Contact(name="<script>alert(1)</script> $token ${base}", phone=CONTACT["phone"], email="x@example.vn")
    await placed(session, await goods(session, name="Cốm & <b>sen</b>"), contact=contact)

    await _tell_last(session)

    (mail,) = await _notices(session, Channel.EMAIL)
    assert "<script>" not in mail.body_html
    assert "<b>sen</b>" not in mail.body_html
    assert "Cốm &amp; &lt;b&gt;sen&lt;/b&gt;" in mail.body_html
    assert "$$token $${base}" in mail.body_text


async def test_an_event_of_an_order_that_is_gone_tells_nothing(session):
    await placed(session, await goods(session))
    event = (await session.scalars(select(OutboxEvent).where(OutboxEvent.kind == "orders.placed"))).one()
    gone = read_event(event.kind, {**event.payload, "order_id": str(UUID(int=1))})

    assert await tell_order(session, event.id, gone) == 0


async def test_members_of_the_producer_hear_of_a_lapsed_certificate_each_in_their_language(session):
    await goods(session, name="Trà sen Tây Hồ")
    producer_id = (await session.scalars(select(Producer.id))).one()
    found = (await session.scalars(select(Certificate))).one()
    vi = await person(session, email="vi@example.vn")
    en = await person(session, email="en@example.org", locale="en")
    session.add_all(ProducerMember(producer_id=producer_id, person_id=one.id) for one in (vi, en))
    await session.flush()
    event = CertificateLapsed(certificate_id=found.id, registered_product_id=found.registered_product_id, version=2)

    told = await tell_certificate(session, UUID(int=5), event)
    again = await tell_certificate(session, UUID(int=5), event)

    assert (told, again) == (4, 0)
    mails = {mail.email: mail for mail in await _notices(session, Channel.EMAIL)}
    assert "đã hết hạn" in mails["vi@example.vn"].subject
    assert "has run out" in mails["en@example.org"].subject
    assert f"$base/en/xac-thuc/{found.code}" in mails["en@example.org"].body_text
