"""Texts leave: Zalo first, then SMS; bounded, at least once, and never with a code in the database."""

from datetime import timedelta
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import select, text

from shop.core.db import short
from shop.core.i18n import catalogue, say
from shop.notifications.deliver_texts import deliver_texts, make_texters
from shop.notifications.models import Notice, Via, ZaloToken
from shop.notifications.order_text import order_link
from shop.notifications.rules import (
    LONGEST_ACCENTED,
    LONGEST_PLAIN,
    TEXTS_ALONE,
    TRIES,
    goes_as_mail,
    goes_as_text,
    sms_words,
)
from shop.notifications.sms_gateway import SmsTexter
from shop.notifications.texter import FolderTexter
from shop.notifications.write import Reader, TextWords, Told, write_notices
from shop.notifications.zalo_gateway import ZaloTexter, read_templates
from shop.notifications.zalo_tokens import NoZaloToken, access_token
from shop.orders.rules import order_token
from tests.conftest import HOST, SECRET
from tests.notifications.vendor import vendor

ORDER = UUID(int=42)
PHONE = "+84912345678"
LINK = order_link("vi", "CM-7F3K-92PM")


@pytest.fixture
def own(settings, tmp_path):
    return msgspec.structs.replace(
        settings,
        data_dir=str(tmp_path),
        zalo_app_id="app",
        zalo_app_secret="app secret",
        zalo_refresh_token="first",
        zalo_templates="order_ready=4711, sign_in_code=4712",
    )


async def write(sessions, news="order_ready", words=f"Chợ Mây: đơn đã sẵn sàng. Xem: {LINK}", number=1):
    told = Told(locale="vi", subject="x", text="x")
    reader = Reader(key=f"order:{number}", email=None, person_id=None, order_id=ORDER)
    wanted = TextWords(phone=PHONE, news=news, words=words, facts={"link": LINK, "code": "CM-7F3K-92PM"})
    async with short(sessions) as session:
        await write_notices(session, UUID(int=number), reader, told, (), text=wanted)


async def the_text(sessions):
    async with short(sessions) as session:
        return (await session.scalars(select(Notice).where(Notice.channel == "text"))).one()


async def come_due(sessions):
    async with short(sessions) as session:
        await session.execute(text("UPDATE notice SET next_try_at = shop_now() WHERE channel = 'text'"))


def good_tokens(number=1):
    return 200, {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}", "expires_in": "90000"}


def zalo(own, sessions, place):
    return ZaloTexter(own, sessions, place.url)


async def keep_token(sessions, own):
    with vendor(good_tokens()) as oauth:
        await access_token(sessions, own, oauth.url)


async def test_without_a_vendor_texts_lie_in_a_folder_with_their_link(sessions, settings, tmp_path):
    bare = msgspec.structs.replace(settings, data_dir=str(tmp_path))
    await write(sessions)

    sent = await deliver_texts(sessions, make_texters(bare, sessions), bare)

    (file,) = bare.text_dir.iterdir()
    content = file.read_text(encoding="utf-8")
    assert sent == 1
    assert f"To: {PHONE}" in content
    assert f"Cho May: don da san sang. Xem: {HOST}/don-hang/CM-7F3K-92PM?token={order_token(SECRET, ORDER)}" in content
    assert (await the_text(sessions)).via is Via.SMS


async def test_zalo_gets_the_template_with_its_blanks_filled(sessions, own):
    await keep_token(sessions, own)
    await write(sessions)

    with vendor((200, {"error": 0})) as place:
        await deliver_texts(sessions, [zalo(own, sessions, place)], own)

    ((_, headers, body),) = place.asked
    notice = await the_text(sessions)
    assert headers["access_token"] == "access-1"
    assert (body["phone"], body["template_id"], body["tracking_id"]) == ("84912345678", "4711", str(notice.id))
    assert body["template_data"]["link"].endswith(f"?token={order_token(SECRET, ORDER)}")
    assert (notice.via, notice.sent_at is not None) == (Via.ZALO, True)


async def test_who_is_not_at_zalo_gets_an_sms_and_zalo_is_not_asked_again(sessions, own):
    await keep_token(sessions, own)
    await write(sessions)

    with vendor((200, {"error": -118})) as refusing, vendor((503, {}), (200, {})) as provider:
        sms = SmsTexter(msgspec.structs.replace(own, sms_url=provider.url, sms_token="t"))
        ways = [zalo(own, sessions, refusing), sms]
        first = await deliver_texts(sessions, ways, own)
        await come_due(sessions)
        second = await deliver_texts(sessions, ways, own)

    assert (first, second) == (0, 1)
    assert (len(refusing.asked), len(provider.asked)) == (1, 2)
    _, headers, body = provider.asked[-1]
    assert (headers["authorization"], body["to"], body["from"]) == ("Bearer t", "84912345678", "ChoMay")
    assert len({asked[2]["requestId"] for asked in provider.asked}) == 1


async def test_a_text_nobody_ever_takes_is_given_up(sessions, own):
    await write(sessions)

    with vendor((500, {})) as provider:
        ways = [SmsTexter(msgspec.structs.replace(own, sms_url=provider.url))]
        for _ in range(TRIES + 1):
            await deliver_texts(sessions, ways, own)
            await come_due(sessions)

    notice = await the_text(sessions)
    assert (len(provider.asked), notice.given_up_at is not None, notice.error) == (TRIES, True, "sms 500")


async def test_a_number_the_provider_refuses_for_good_is_not_tried_again(sessions, own):
    await write(sessions)

    with vendor((400, {})) as provider:
        ways = [SmsTexter(msgspec.structs.replace(own, sms_url=provider.url))]
        await deliver_texts(sessions, ways, own)
        await come_due(sessions)
        await deliver_texts(sessions, ways, own)

    assert len(provider.asked) == 1


async def test_a_code_is_not_sent_when_it_is_over(sessions, own, warp):
    await write(sessions, news="sign_in_code", words="$sign_in_code")
    async with short(sessions) as session:
        await warp(session, timedelta(minutes=11))

    sent = await deliver_texts(sessions, [FolderTexter(own.text_dir)], own)

    assert (sent, own.text_dir.exists()) == (0, False)
    assert (await the_text(sessions)).given_up_at is not None


async def test_a_refresh_token_is_spent_once_and_its_successor_kept(sessions, own):
    with vendor(good_tokens(1), good_tokens(2)) as oauth:
        first = await access_token(sessions, own, oauth.url)
        again = await access_token(sessions, own, oauth.url)
        async with short(sessions) as session:
            await session.execute(text("UPDATE zalo_token SET expires_at = shop_now()"))
        later = await access_token(sessions, own, oauth.url)

    assert (first, again, later) == ("access-1", "access-1", "access-2")
    assert [asked[2]["refresh_token"] for asked in oauth.asked] == ["first", "refresh-1"]
    assert oauth.asked[0][1]["secret_key"] == "app secret"
    async with short(sessions) as session:
        assert await session.scalar(select(ZaloToken.refresh_token)) == "refresh-2"


async def test_while_one_worker_refreshes_another_spends_nothing(sessions, own):
    async with short(sessions) as session:
        session.add(ZaloToken(access_token="", refresh_token="first", expires_at=text("shop_now()")))
        await session.flush()
        await session.execute(text("UPDATE zalo_token SET claimed_until = shop_now() + interval '30 s'"))

    with vendor(good_tokens()) as oauth, pytest.raises(NoZaloToken):
        await access_token(sessions, own, oauth.url)

    assert oauth.asked == []


async def test_an_access_token_zalo_no_longer_takes_is_fetched_anew(sessions, own):
    await keep_token(sessions, own)
    await write(sessions)

    with vendor((200, {"error": -124})) as refusing:
        await deliver_texts(sessions, [zalo(own, sessions, refusing)], own)
    with vendor(good_tokens(2)) as oauth:
        fresh = await access_token(sessions, own, oauth.url)

    assert fresh == "access-2"
    assert (await the_text(sessions)).given_up_at is None


async def test_the_sandbox_is_used_when_nothing_is_named_and_zalo_comes_first(settings, sessions, own):
    both = msgspec.structs.replace(own, sms_url="http://127.0.0.1:9/")

    assert [type(way).__name__ for way in make_texters(settings, sessions)] == ["FolderTexter"]
    assert [way.via for way in make_texters(both, sessions)] == [Via.ZALO, Via.SMS]


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("news", sorted(TEXTS_ALONE))
def test_each_text_fits_two_parts_with_its_link_whole(news, locale):
    link = "https://cho-may.hanoi.example/en/don-hang/CM-7F3K-92PM?token=" + "x" * 32
    said = say(locale, f"text.{news}", code="CM-7F3K-92PM", total="12.345.678₫", place="Điểm OCOP " + "làng nghề " * 5)

    words = sms_words(say(locale, "text.order", news=said, link=link), plain=True)

    assert len(words) <= LONGEST_PLAIN
    assert words.isascii()
    assert words.endswith(link)
    assert "?" not in words.removesuffix(link)


def test_accents_cost_room_and_the_end_stays_whole():
    link = "https://chomay.vn/d/CM-7F3K-92PM"

    words = sms_words(f"{'Hàng đã sẵn sàng ' * 20}{link}", plain=False)

    assert len(words) <= LONGEST_ACCENTED
    assert words.startswith("Hàng đã sẵn sàng")
    assert words.endswith(f" {link}")


def test_every_news_that_goes_to_a_phone_has_its_words():
    assert {key.removeprefix("text.") for key in catalogue() if key.startswith("text.")} >= TEXTS_ALONE


@pytest.mark.parametrize(
    ("news", "has_mail", "texts_off", "goes"),
    [
        ("order_ready", False, True, True),  # it would reach them no other way
        ("order_packed", False, False, False),
        ("order_ready", True, False, True),
        ("order_ready", True, True, False),
        ("order_confirmed", True, False, False),
    ],
)
def test_who_has_no_mail_is_told_by_text(news, has_mail, texts_off, goes):
    assert goes_as_text(news, has_mail=has_mail, texts_off=texts_off) is goes


def test_what_an_order_needs_comes_by_mail_whatever_was_chosen():
    assert goes_as_mail("order_ready", mail_off=True)
    assert not goes_as_mail("order_packed", mail_off=True)


def test_templates_are_read_from_one_line():
    assert read_templates("order_ready=1, sign_in_code = 2,,x") == {"order_ready": "1", "sign_in_code": "2"}
