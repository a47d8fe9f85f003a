"""Pictures over the API: the file is the body, the same file is one picture, and it belongs to its producer."""

from sqlalchemy import func, select

from shop.media.models import Asset
from shop.producers.models import MemberRole
from tests.make import listings as make
from tests.make import media
from tests.make.accounts import signed_in


def address(shop):
    return f"/api/v1/producers/{shop.producer.slug}/pictures"


async def send(client, shop, content, filename="anh.jpg"):
    return await client.post(address(shop), params={"filename": filename}, content=content)


async def test_a_picture_is_taken_once_and_may_be_shown_in_an_edit(client, session):
    shop = await make.shop(session)
    await signed_in(client, shop.editor)

    first, again = [await send(client, shop, media.picture()) for _ in range(2)]

    assert [reply.status_code for reply in (first, again)] == [201, 201]
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["width"], first.json()["height"]) == ("received", 900, 600)
    content = {"name": "Bát gốm men lam", "pictures": [{"asset_id": first.json()["id"], "alt_vi": "Bát men lam"}]}
    saved = await client.patch(f"{shop.path}/edit", json={"content": content, "version": 0})
    assert saved.status_code == 200, saved.text
    assert (await client.get(first.json()["url"])).status_code == 200


async def test_what_is_no_picture_and_who_is_no_editor_are_refused(client, session):
    shop, other = await make.shop(session), await make.shop(session, "Lụa vân", producer="Lụa Vạn Phúc")
    viewer = await make.shop(session, "Nón lá", producer="Nón làng Chuông", role=MemberRole.VIEWER)
    assert (await send(client, shop, media.picture())).status_code == 401

    await signed_in(client, shop.editor)
    refused = [
        await send(client, shop, b"<svg/>"),
        await send(client, shop, b""),
        await send(client, shop, media.png_header(50_000, 50_000)),
        await send(client, shop, media.picture() + b"\0" * 11 * 1024 * 1024),
        await send(client, other, media.picture()),
        await client.post("/api/v1/producers/nobody/pictures?filename=a", content=media.picture()),
        await client.post(address(shop), content=media.picture()),
    ]
    await signed_in(client, viewer.editor)
    looked = await send(client, viewer, media.picture())

    assert [reply.json()["code"] for reply in refused] == [
        "kind_not_taken",
        "file_empty",
        "picture_too_large",
        "file_too_large",
        "not_allowed",
        "producer_unknown",
        "validation",
    ]
    assert looked.status_code == 403
    assert await session.scalar(select(func.count()).select_from(Asset)) == 0
