"""Messages to browsers: sealed for one browser, signed by the shop, sent by its service."""

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from shop.core.actor import GUEST
from shop.core.db import short
from shop.notifications.deliver_push import deliver_pushes
from shop.notifications.models import Notice
from shop.notifications.notify_reminder import tell_watcher
from shop.reminders.call import call_watchers
from shop.reminders.events import WatchCalled
from shop.reminders.keep_push import keep_push, keep_push_key, push_key
from shop.reminders.models import PushAddress, WatchCall
from shop.reminders.push_gateway import Browser, PushGateway, PushRefused, encode, seal
from tests.make.livestream import stall
from tests.make.reminders import AUTH, browser, watch_stall

NOW = datetime(2026, 12, 4, 13, 30, tzinfo=UTC)


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def private(text):
    return ec.derive_private_key(int.from_bytes(raw(text)), ec.SECP256R1())


def opened(sealed, key):
    """What a browser reads of a sealed message, as RFC 8291 says it: written anew, not the shop's own code."""
    salt, size, ours = sealed[:16], sealed[20], sealed[21 : 21 + sealed[20]]
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours))
    secret = HKDF(hashes.SHA256(), 32, AUTH, b"WebPush: info\0" + point + ours).derive(shared)
    content = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(secret)
    nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(secret)
    return AESGCM(content).decrypt(nonce, sealed[21 + size :], None).rstrip(b"\0").removesuffix(b"\x02")


def test_the_example_of_the_standard_is_sealed_as_it_says():
    browser_point = raw("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
    own = private("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")

    sealed = seal(
        b"When I grow up, I want to be a watermelon",
        browser_point,
        raw("BTBZMqHH6r4Tts7J_aSIgg"),
        own,
        raw("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert encode(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl"
        "95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


class Service:
    """A browser's service: keeps what it is sent, and answers as it is told."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.heard = []

    def __call__(self, request):
        self.heard.append(request)
        return httpx.Response(self.answers.pop(0) if self.answers else 201)

    def gateway(self, settings):
        client = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return PushGateway(settings.secret_key, "https://chomay.example", client)


async def test_a_message_reaches_its_browser_alone_signed_by_the_shop(settings):
    service, (key, keys) = Service(), browser()
    gateway = service.gateway(settings)

    await gateway.send(_browser(keys), b"xin chao", NOW)

    [request] = service.heard
    assert opened(request.content, key) == b"xin chao"
    scheme, _, rest = request.headers["authorization"].partition(" t=")
    token, _, public = rest.partition(",k=")
    head, claims, signature = token.split(".")
    assert (scheme, public) == ("vapid", gateway.public)
    r, s = int.from_bytes(raw(signature)[:32]), int.from_bytes(raw(signature)[32:])
    signer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(public))
    signer.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(raw(claims))
    assert said["aud"] == "https://fcm.googleapis.com"
    assert 0 < said["exp"] - NOW.timestamp() <= timedelta(hours=24).total_seconds()
    other, _ = browser()
    with pytest.raises(Exception, match=r"^$"):
        opened(request.content, other)


def _browser(keys):
    return Browser(endpoint=keys.endpoint, p256dh=raw(keys.p256dh), auth=raw(keys.auth))


async def test_a_key_no_browser_makes_ends_the_address(settings):
    bad = Browser(endpoint="https://fcm.googleapis.com/x", p256dh=b"\x04" + b"x" * 64, auth=AUTH)

    with pytest.raises(PushRefused) as refused:
        await Service().gateway(settings).send(bad, b"x", NOW)

    assert refused.value.gone


async def called_browser(sessions):
    """A browser that watches a stall on air, and the notice for it: its key."""
    async with short(sessions) as session:
        gom = await stall(session)
        key, keys = browser()
        address = await keep_push(session, GUEST, keys, ())
        await watch_stall(session, gom, push_id=address)
        await call_watchers(session, 10)
    async with short(sessions) as session:
        [call] = (await session.scalars(select(WatchCall.id))).all()
        assert await tell_watcher(session, uuid4(), WatchCalled(call_id=call)) == 1
    return key


async def test_a_watching_browser_is_told_with_the_way_to_the_room(sessions, settings):
    key, service = await called_browser(sessions), Service()
    gateway = service.gateway(settings)

    sent = [await deliver_pushes(sessions, gateway, settings) for _ in range(2)]

    told = json.loads(opened(service.heard[0].content, key))
    assert sent == [1, 0]
    assert told["title"].startswith("Đang lên sóng")
    assert told["href"].startswith(f"{settings.base_url}/phien/")


async def test_a_browser_that_is_gone_is_told_nothing_more_and_a_busy_service_is_asked_again(sessions, settings, warp):
    await called_browser(sessions)
    service = Service(503, 410)
    gateway = service.gateway(settings)

    first = await deliver_pushes(sessions, gateway, settings)
    async with sessions() as session:
        await warp(session, timedelta(hours=1))
    second = await deliver_pushes(sessions, gateway, settings)

    async with sessions() as session:
        notice = await session.scalar(select(Notice).where(Notice.channel == "push"))
        address = await session.scalar(select(PushAddress))
    assert (first, second, len(service.heard)) == (0, 0, 2)
    assert notice.given_up_at is not None
    assert address.gone_at is not None


async def test_four_deliverers_send_each_message_once(sessions, settings):
    await called_browser(sessions)
    service = Service()
    gateway = service.gateway(settings)

    sent = await asyncio.gather(*(deliver_pushes(sessions, gateway, settings) for _ in range(4)))

    assert (sum(sent), len(service.heard)) == (1, 1)


async def test_the_public_key_is_the_same_each_time_and_read_from_the_shop(sessions, settings, live_client):
    keys = {Service().gateway(settings).public for _ in range(2)}
    none = await live_client.get("/api/v1/push-key")
    async with short(sessions) as session:
        for key in keys:
            await keep_push_key(session, key)

    reply = await live_client.get("/api/v1/push-key")

    assert (none.status_code, none.json()["code"]) == (404, "push_off")
    assert [reply.json()["key"]] == list(keys)
    async with sessions() as session:
        assert await push_key(session) in keys
