"""The frame of a producer's console: whose it is, its places, who may enter."""

from shop.core.errors import NotFound
from shop.producers.guards import require_member
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug
from shop.web.pages.visit import Visit
from shop.web.views.console import Console, NavItem

PLACES = (
    ("", "home", "web.producer.nav_overview"),
    ("/san-pham", "tag", "web.producer.nav_listings"),
    ("/nhap", "doc", "web.producer.nav_import"),
    ("/ma-giam-gia", "tag", "web.voucher.nav"),
    ("/lo", "qr", "web.producer.nav_batches"),
    ("/dat-truoc", "clock", "web.preorder_desk.nav"),
    ("/gian-hang", "lantern", "web.floors.nav"),
    ("/phien-live", "lantern", "web.report.nav"),
    ("/danh-gia", "chat", "web.reviews.nav"),
    ("/tra-hang", "box", "web.returns.nav"),
    ("/hoa-don", "doc", "web.invoices.nav"),
    ("/tai-khoan-ngan-hang", "card", "web.payouts.nav_own"),
    ("/doi-soat", "cash", "web.statements.nav"),
    ("/cau-hoi", "info", "web.questions.nav"),
    ("/hoi-gia-si", "cash", "web.wholesale.nav"),
    ("/giay-to", "award", "web.producer.nav_papers"),
    ("/thanh-vien", "users", "web.producer.nav_members"),
    ("/ho-so", "edit", "web.producer.nav_profile"),
)


def desk(producer: Producer, here: str) -> Console:
    """The console of a producer with the place `here` (one of PLACES) marked."""
    base = f"/chu-the/{producer.slug}"
    nav = tuple(NavItem(path=base + path, icon=icon, label=label, here=path == here) for path, icon, label in PLACES)
    return Console(title=producer.name, nav=nav)


async def own_producer(visit: Visit, slug: str) -> Producer:
    """The producer at this address, for its members.

    Raises:
        NotFound: there is none.
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    producer = await producer_by_slug(visit.session, slug[:120])
    if producer is None:
        raise NotFound
    await require_member(visit.session, visit.actor, producer.id)
    return producer
