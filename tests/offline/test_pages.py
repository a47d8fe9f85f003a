import json
import re

import pytest

from shop.fulfilment.refuse import refuse_order
from shop.web.static_files import find_static
from tests.counter.test_api import as_staff
from tests.make.counter import till
from tests.make.inventory import goods, level
from tests.make.offline import reported, taken, waiting_at
from tests.make.orders import staff_of
from tests.web.pages import hidden, look, send

SETTLE = "/quay/doi-chieu"
KEPT = "/quay/quet/mang-yeu"


async def test_the_page_a_device_keeps_has_nothing_of_anybody_on_it(client, session):
    at = await till(session, 5)
    order = await waiting_at(session, at)
    await as_staff(client, session, at.clerk)
    mine = await look(client, f"{KEPT}?place={at.point}")
    client.cookies.clear()

    guest = await look(client, KEPT)

    assert order.code not in mine.text
    assert order.code not in guest.text
    assert 'href="/quay"' not in guest.text


@pytest.mark.parametrize("language", ["", "/en"])
async def test_the_worker_is_held_to_the_camera_s_page_and_keeps_public_files_alone(client, language):
    reply = await client.get(f"{language}/quay/quet/worker.js")

    facts = json.loads(re.match(r"self\.KEPT = (.*);\n", reply.text).group(1))
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["service-worker-allowed"] == f"{language}/quay/quet"
    assert reply.headers["cache-control"] == "no-cache"
    assert "script-src 'self'" in reply.headers["content-security-policy"]
    assert facts["page"] == f"{language}{KEPT}"
    assert all(path.startswith("/static/") for path in facts["files"])
    assert all(find_static(path.removeprefix("/static/")) for path in facts["files"])


async def test_the_worker_keeps_every_file_its_page_asks_for(client):
    page = await look(client, KEPT)
    reply = await client.get("/quay/quet/worker.js")

    kept = set(json.loads(re.match(r"self\.KEPT = (.*);\n", reply.text).group(1))["files"])
    asked = set(re.findall(r'"(/static/[^"#]+)', page.text))
    scripts = {path for path in kept if "/js/" in path}
    imported = {
        f"{path.rsplit('/', 1)[0]}/{name}"
        for path in scripts
        for name in re.findall(r'(?:from |import\()"\./([\w.]+)"', (await client.get(path)).text)
    }
    assert asked <= kept
    assert imported <= kept


async def test_a_conflict_is_settled_on_its_page(client, session):
    at, order = await conflict(session)
    await as_staff(client, session, at.clerk)
    page = await look(client, f"{SETTLE}?place={at.point}")
    fields = {"place": at.point, "conflict": hidden(page, "conflict"), "note": "Khách đã cầm hàng về"}

    wordless = await send(client, SETTLE, **fields | {"note": "x", "ending": "noted"})
    strange = await send(client, SETTLE, **fields, ending="forgotten")
    soon = await send(client, SETTLE, **fields, ending="handed_over")
    done = await send(client, SETTLE, **fields, ending="written_off")
    after = await look(client, done.headers["location"])

    assert order.code in page.text
    assert [reply.status_code for reply in (wordless, strange, soon, done)] == [422, 422, 409, 303]
    assert 'value="x"' in wordless.text
    assert "Khách đã cầm hàng về" in soon.text
    assert "Không có gì phải đối chiếu" in after.text
    assert "Khách đã cầm hàng về" in after.text
    assert await level(session, at.goods) == (4, 0)


async def test_another_point_sees_and_settles_nothing(client, session):
    at, order = await conflict(session)
    await as_staff(client, session, at.clerk)
    page = await look(client, SETTLE)
    stranger = await staff_of(session, (await goods(session, point="quay-ha-dong")).place_id)
    await as_staff(client, session, stranger)

    seen = await look(client, f"{SETTLE}?place={at.point}")
    foreign = await send(client, SETTLE, conflict=hidden(page, "conflict"), note="của tôi", ending="noted")

    assert order.code not in seen.text
    assert foreign.status_code == 404


async def conflict(session):
    """A pickup that was refused in the books and given by a device: its till, and the order."""
    at = await till(session, 5)
    order = await waiting_at(session, at)
    a_list = await taken(session, at)
    await refuse_order(session, at.clerk, order.code, "không đến")
    await reported(session, at, order, a_list)
    return at, order
