"""The register, verification, batches and sales points: who may call what."""

from shop.catalog.models import Variant
from shop.producers.models import ProducerMember
from tests.make import batches
from tests.rows.kinds import anyone, only

NEW = {"variant": "{batch_variant}", "lot": "{fresh}", "produced_on": "2026-01-05"}

API = {
    "GET /api/v1/register": anyone(query="?q=gom&stars=4&standing=in_force&as_of=2026-01-31"),
    "GET /api/v1/batches/{batch_code}": anyone(),
    "POST /api/v1/batches/{batch_code}/recall": only("producer", "officer", "admin", body={"reason": "Lẫn dị vật"}),
    "PATCH /api/v1/batches/{batch_code}": only("producer", "staff", "admin", body={"note": "20 thùng"}),
    "GET /api/v1/producers/{slug}/batches": only("producer", "admin"),
    "POST /api/v1/producers/{slug}/batches": only("producer", "admin", body=NEW),
}
PAGES = {
    "GET /so-dang-ky": anyone(query="?q=gom&stars=4&standing=in_force&as_of=2026-01-31"),
    "GET /so-dang-ky.csv": anyone(),
    "GET /so-dang-ky.xlsx": anyone(),
    "GET /nhan/{label_code}": only("producer", "staff", "officer", "admin"),
}


async def names(session, world):
    """A batch at the stall's place, of a producer the asker "producer" acts for."""
    variant = await session.get(Variant, world.stall.variants[0].id)
    for producer_id in (variant.producer_id, world.producer.id):
        await _join(session, producer_id, world.people["producer"].id)
    made = await batches.batch(session, variant, place=world.stall.place)
    return {"batch_code": made.code, "label_code": made.code, "batch_variant": str(variant.id)}


async def _join(session, producer_id, person_id):
    if await session.get(ProducerMember, (producer_id, person_id)) is None:
        session.add(ProducerMember(producer_id=producer_id, person_id=person_id))
        await session.flush()
