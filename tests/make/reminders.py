"""Readers who watch markets, stalls and producers, and a browser of theirs."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import text, update

from shop.core.actor import GUEST
from shop.reminders.keep_push import BrowserKeys
from shop.reminders.models import Subject, Watch
from shop.reminders.push_gateway import encode
from shop.reminders.watch import WatchWish, begin_watch

AUTH = b"0123456789abcdef"


async def watch(session, subject, slug, *, actor=GUEST, email="lan@example.vn", push_id=None, ago=timedelta(days=3)):
    """A watch that began some time `ago`."""
    wish = WatchWish(subject=subject, slug=slug, email=email, push_id=push_id, locale="vi")
    begun = await begin_watch(session, actor, wish)
    earlier = text("shop_now() - CAST(:ago AS interval)").bindparams(ago=ago)
    await session.execute(update(Watch).where(Watch.id == begun.id).values(created_at=earlier))
    return begun


async def watch_market(session, market, **facts):
    """A watch of a market."""
    return await watch(session, Subject.MARKET, market.slug, **facts)


async def watch_stall(session, stall, **facts):
    """A watch of a stall."""
    return await watch(session, Subject.STALL, stall.live.slug, **facts)


def browser(endpoint="https://fcm.googleapis.com/fcm/send/abc"):
    """A browser's own key, and what it tells of itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return key, BrowserKeys(endpoint, encode(point), encode(AUTH))
