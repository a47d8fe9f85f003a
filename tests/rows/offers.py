"""Rows of offers, waiting lists and flash drops."""

from datetime import timedelta

from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.money import Dong
from shop.offers.join import WaitWish, join_queue
from shop.offers.models import FlashDrop
from shop.offers.tickets import ticket_of
from shop.orders.wish import Contact
from shop.payments.models import PaymentMethod
from shop.promotions.open_campaign import open_campaign
from tests.conftest import SECRET
from tests.make.orders import CONTACT
from tests.rows.kinds import ASKERS, IN, Row, anyone, only

HOSTS = ("host", "admin")
API = {
    "PUT /api/v1/sessions/{slug}/offers/{variant_id}": only(*HOSTS, body={"policy": "hold", "hold_minutes": 20}),
    "POST /api/v1/sessions/{slug}/flash": only(*HOSTS, body={"variant": "{variant_id}", "pieces": 1}),
    "DELETE /api/v1/sessions/{slug}/flash/{flash_id}": only(*HOSTS),
    "POST /api/v1/sessions/{slug}/waiting": anyone(body={"variant": "{variant_id}", "quantity": 9, "contact": CONTACT}),
    "GET /api/v1/sessions/{slug}/waiting": anyone(query="?ticket={wait_ticket}"),
    "DELETE /api/v1/sessions/{slug}/waiting/{entry_id}": Row(
        dict.fromkeys(ASKERS, 404) | {"buyer": IN},
    ),
}


async def names(session, world):
    """A turn of the buyer in a waiting list of the stall, and a flash drop that will open."""
    live, variant = world.stall.live, world.stall.variants[0]
    campaign_id = await open_campaign(session, variant.id, Dong(1000), quota=1)
    wish = WaitWish(
        session_id=live.id,
        place_id=live.place_id,
        variant_id=variant.id,
        flash_id=None,
        campaign_id=campaign_id,
        price=Dong(1000),
        quantity=999,
        contact=Contact(name="Lan", phone="0987 000 111"),
        payment=PaymentMethod.COD,
        age_confirmed=False,
        locale="vi",
    )
    entry_id = await join_queue(session, Actor(person_id=world.people["buyer"].id), wish)
    moment = await now(session)
    flash = FlashDrop(
        session_id=live.id,
        variant_id=variant.id,
        campaign_id=campaign_id,
        pieces=1,
        price=Dong(1000),
        opens_at=moment + timedelta(minutes=4),
        closes_at=moment + timedelta(minutes=9),
        made_by=world.stall.host.id,
    )
    session.add(flash)
    await session.flush()
    return {"entry_id": str(entry_id), "flash_id": str(flash.id), "wait_ticket": ticket_of(SECRET, entry_id)}
