"""Mail leaves: to a folder or by SMTP, at least once, later when it must, never for ever."""

import asyncio
import email
import email.policy
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text

from shop.core.clock import shop_now
from shop.core.db import short
from shop.notifications.deliver import deliver_mail
from shop.notifications.letter import Block
from shop.notifications.mailer_gateway import FolderMailer, SmtpMailer, make_mailer
from shop.notifications.models import Notice
from shop.notifications.rules import TRIES, pause_after
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.rules import order_token, pickup_code
from tests.conftest import HOST, SECRET
from tests.notifications.smtp import smtp_server

ORDER = UUID(int=42)


@pytest.fixture
def folder(settings, tmp_path):
    return msgspec.structs.replace(settings, data_dir=str(tmp_path))


async def _write(sessions, address="lan@example.vn", number=1, subject="Đơn CM đã sẵn sàng") -> None:
    told = Told(locale="vi", subject=subject, text="x")
    blocks = (Block("$pickup_code", big=True), Block("Xem đơn", href="$base/don-hang/CM?token=$token"))
    reader = Reader(key=f"order:{number}", email=address, person_id=None, order_id=ORDER)
    async with short(sessions) as session:
        await write_notices(session, UUID(int=number), reader, told, blocks)


async def _mails(sessions) -> list[Notice]:
    async with short(sessions) as session:
        return list((await session.scalars(select(Notice).where(Notice.channel == "email"))).all())


async def _come_due(sessions) -> None:
    async with short(sessions) as session:
        await session.execute(text("UPDATE notice SET next_try_at = shop_now() WHERE channel = 'email'"))


def _read(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


async def test_a_mail_in_the_folder_has_the_link_and_the_code(sessions, folder):
    await _write(sessions)

    sent = await deliver_mail(sessions, make_mailer(folder), folder)

    (file,) = folder.mail_dir.iterdir()
    mail = _read(file.read_bytes())
    link = f"{HOST}/don-hang/CM?token={order_token(SECRET, ORDER)}"
    assert sent == 1
    assert mail["Subject"] == "Đơn CM đã sẵn sàng"
    assert mail["To"] == "lan@example.vn"
    for kind in ("plain", "html"):
        body = mail.get_body((kind,)).get_content()
        assert link in body
        assert pickup_code(SECRET, ORDER) in body
        assert "$" not in body


async def test_a_mail_sent_twice_is_one_file(sessions, folder):
    await _write(sessions)
    await deliver_mail(sessions, make_mailer(folder), folder)
    async with short(sessions) as session:  # the process died after it sent and before it said so
        await session.execute(text("UPDATE notice SET sent_at = NULL, next_try_at = shop_now()"))

    await deliver_mail(sessions, make_mailer(folder), folder)

    assert len(list(folder.mail_dir.iterdir())) == 1


async def test_nothing_is_sent_again_once_it_left(sessions, folder):
    await _write(sessions)
    await deliver_mail(sessions, make_mailer(folder), folder)
    await _come_due(sessions)

    assert await deliver_mail(sessions, make_mailer(folder), folder) == 0


async def test_several_workers_share_the_mail(sessions, settings):
    for number in range(1, 13):
        await _write(sessions, number=number)

    async with smtp_server() as server:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", settings.mail_from)
        sent = await asyncio.gather(*(deliver_mail(sessions, mailer, settings) for _ in range(4)))

    ids = [_read(mail)["Message-ID"] for mail in server.mails]
    assert sum(sent) == 12
    assert len(set(ids)) == 12


async def test_a_server_that_is_away_only_delays(sessions, settings):
    await _write(sessions)
    away = SmtpMailer("smtp://127.0.0.1:1", settings.mail_from)
    failed = await deliver_mail(sessions, away, settings)
    at_once = await deliver_mail(sessions, away, settings)
    await _come_due(sessions)

    async with smtp_server() as server:
        sent = await deliver_mail(sessions, SmtpMailer(f"smtp://127.0.0.1:{server.port}", settings.mail_from), settings)

    (notice,) = await _mails(sessions)
    assert (failed, at_once, sent) == (0, 0, 1)
    assert (notice.attempts, notice.error) == (2, None)
    assert notice.sent_at is not None


async def test_a_line_cut_after_the_mail_was_taken_repeats_it_under_the_same_message_id(sessions, settings):
    await _write(sessions)
    async with smtp_server() as server:
        mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", settings.mail_from)
        server.cut = True
        await deliver_mail(sessions, mailer, settings)
        server.cut = False
        await _come_due(sessions)

        await deliver_mail(sessions, mailer, settings)

    first, second = (_read(mail)["Message-ID"] for mail in server.mails)
    assert first == second


async def test_an_address_that_does_not_exist_is_given_up_at_once(sessions, settings):
    await _write(sessions)
    async with smtp_server() as server:
        server.answer = b"550 no such user"

        await deliver_mail(sessions, SmtpMailer(f"smtp://127.0.0.1:{server.port}", settings.mail_from), settings)

    (notice,) = await _mails(sessions)
    assert notice.given_up_at is not None


async def test_a_server_that_is_busy_is_asked_again_and_given_up_in_the_end(sessions, settings):
    await _write(sessions)
    async with smtp_server() as server:
        server.answer = b"450 later"
        mailer = SmtpMailer(f"smtp://127.0.0.1:{server.port}", settings.mail_from)

        for _ in range(TRIES + 2):
            await _come_due(sessions)
            await deliver_mail(sessions, mailer, settings)

    (notice,) = await _mails(sessions)
    assert notice.attempts == TRIES
    assert notice.given_up_at is not None


@pytest.mark.parametrize("address", ["a@b\nBcc: all@example.vn", "no address", "a@b,c@d"])
async def test_an_address_that_breaks_out_of_its_header_is_given_up(sessions, folder, address):
    await _write(sessions, address=address)
    await _write(sessions, number=2)

    sent = await deliver_mail(sessions, make_mailer(folder), folder)

    assert sent == 1
    assert [notice.email for notice in await _mails(sessions) if notice.given_up_at] == [address]


async def test_a_folder_that_cannot_be_written_delays(sessions, settings, tmp_path):
    (tmp_path / "mail").write_text("in the way")
    await _write(sessions)

    sent = await deliver_mail(sessions, FolderMailer(tmp_path / "mail", settings.mail_from), settings)

    (notice,) = await _mails(sessions)
    assert sent == 0
    assert notice.given_up_at is None


async def test_no_row_is_locked_while_mail_is_sent(sessions, settings):
    await _write(sessions)
    free = []

    class Looking:
        async def send(self, mail):
            async with short(sessions) as session:
                rows = select(Notice.id).where(Notice.id == mail.id).with_for_update(skip_locked=True)
                free.append((await session.scalars(rows)).all())

    await deliver_mail(sessions, Looking(), settings)

    assert [len(rows) for rows in free] == [1]


def test_pauses_grow_up_to_half_a_day():
    pauses = [pause_after(attempt) for attempt in range(1, TRIES + 1)]

    assert pauses == sorted(pauses)
    assert pauses[0] < timedelta(minutes=3)
    assert pauses[-1] <= timedelta(hours=12)


async def test_the_clock_of_mail_is_the_shops(sessions, folder, warp):
    await _write(sessions)
    async with sessions() as session:
        await warp(session, timedelta(days=400))
        year = (await session.scalar(select(shop_now()))).year

    await deliver_mail(sessions, make_mailer(folder), folder)

    (file,) = folder.mail_dir.iterdir()
    assert str(year) in _read(file.read_bytes())["Date"]
