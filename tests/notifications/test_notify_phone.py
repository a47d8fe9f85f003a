"""Who is told by phone: guests of their orders, and whoever asks for a one-time code."""

from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select

from shop.accounts.ask_code import ask_code
from shop.accounts.events import SignInCodeAsked
from shop.accounts.rules import sign_in_digits
from shop.core.db import short
from shop.notifications.deliver import deliver_mail
from shop.notifications.deliver_texts import deliver_texts, make_texters
from shop.notifications.mailer_gateway import make_mailer
from shop.notifications.models import Channel, Notice
from shop.notifications.notify import tell_order
from shop.notifications.notify_sign_in import tell_sign_in_code
from shop.orders.events import OrderConfirmed, OrderPacked
from shop.orders.facts import order_facts
from shop.orders.models import Order
from shop.orders.wish import Contact
from tests.conftest import SECRET
from tests.make.inventory import goods
from tests.make.orders import placed

EVENT = UUID(int=7)


async def tell(session, kind, **contact):
    order = await placed(session, await goods(session), contact=Contact(name="Lê Ngọc", phone="0912345678", **contact))
    row = await session.scalar(select(Order).where(Order.code == order.code))
    await tell_order(session, EVENT, kind(**order_facts(row, ())))
    await tell_order(session, EVENT, kind(**order_facts(row, ())))  # a repeat writes nothing
    return await session.scalars(select(Notice).order_by(Notice.channel)), order


@pytest.mark.parametrize("kind", [OrderConfirmed, OrderPacked])
async def test_a_guest_without_mail_is_told_by_text_and_no_code_is_written(session, kind):
    notices, order = await tell(session, kind)

    told = list(notices)

    assert [notice.channel for notice in told] == [Channel.IN_APP, Channel.TEXT]
    assert (told[1].phone, order.code in told[1].body_text) == ("+84912345678", True)
    assert order.pickup_code not in str([told[1].body_text, told[1].facts])
    assert "$token" in told[1].body_text


async def test_who_gave_an_address_gets_a_text_only_when_there_is_something_to_fetch(session):
    notices, _ = await tell(session, OrderConfirmed, email="ngoc@example.vn")

    assert [notice.channel for notice in notices] == [Channel.EMAIL, Channel.IN_APP]


async def test_the_letter_links_the_contract(session):
    notices, order = await tell(session, OrderConfirmed, email="ngoc@example.vn")

    letter = next(iter(notices))

    link = f"$base/don-hang/{order.code}/hop-dong?token=$token"
    assert link in letter.body_text
    assert link in letter.body_html


@pytest.mark.parametrize("login", ["0912 345 678", "mai@chomay.test"])
async def test_a_code_arrives_where_it_was_asked_for(sessions, settings, tmp_path, login):
    own = msgspec.structs.replace(settings, data_dir=str(tmp_path))
    async with short(sessions) as session:
        asked = await ask_code(session, login, "vi")
    async with short(sessions) as session:
        await tell_sign_in_code(session, EVENT, SignInCodeAsked(challenge=asked.challenge))
        await tell_sign_in_code(session, EVENT, SignInCodeAsked(challenge=asked.challenge))

    await deliver_texts(sessions, make_texters(own, sessions), own)
    await deliver_mail(sessions, make_mailer(own), own)

    (file,) = (file for folder in (own.text_dir, own.mail_dir) if folder.exists() for file in folder.iterdir())
    async with short(sessions) as session:
        kept = [str([row.body_text, row.body_html, row.facts]) for row in await session.scalars(select(Notice))]
    digits = sign_in_digits(SECRET, asked.challenge)
    assert digits in file.read_text(encoding="utf-8")
    assert len(kept) == 1
    assert digits not in kept[0]
