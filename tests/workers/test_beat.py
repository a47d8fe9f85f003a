"""The whole way of a mail: beat wakes, Celery carries, a worker sends."""

from uuid import UUID

import msgspec

from shop.core.db import short
from shop.notifications.letter import Block
from shop.notifications.write import Reader, Told, write_notices
from tests.workers.conftest import eventually, shop_beat, shop_worker


async def test_beat_and_a_worker_send_what_waits(sessions, settings, tmp_path):
    own = msgspec.structs.replace(settings, data_dir=str(tmp_path))
    reader = Reader(key="order:1", email="lan@example.vn", person_id=None, order_id=None)
    async with short(sessions) as session:
        told = Told(locale="vi", subject="Tin", text="x")
        await write_notices(session, UUID(int=1), reader, told, [Block("x")])

    async def arrived() -> list[str]:
        return [file.suffix for file in own.mail_dir.glob("*.eml")]

    with shop_beat(own), shop_worker(own, "money,live"):
        found = await eventually(arrived)

    assert found == [".eml"]
