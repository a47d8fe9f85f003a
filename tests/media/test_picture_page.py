"""GET /media/…: pictures kept for ever, a drawing for a moment, nothing else."""

from uuid import uuid4

import pytest

from shop.media.keep import width_files, write
from shop.media.models import AssetState
from tests.make import media


async def _made(session, settings):
    asset = await media.asset(session, state=AssetState.READY)
    for path in width_files(settings.media_path, asset.digest).values():
        write(path, media.picture((320, 200), form="WEBP"))
    await session.commit()
    return asset


async def test_a_ready_picture_is_kept_for_ever(client, session, settings, max_queries):
    asset = await _made(session, settings)
    first = await client.get(f"/media/{asset.id}/640.avif")

    with max_queries(0):
        again = await client.get(f"/media/{asset.id}/640.webp")

    assert (first.status_code, first.headers["content-type"]) == (200, "image/avif")
    assert again.headers["content-type"] == "image/webp"
    assert again.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert again.headers["x-content-type-options"] == "nosniff"
    assert not again.headers["etag"].startswith("W/")


async def test_a_reader_who_has_the_picture_is_told_so(client, session, settings):
    asset = await _made(session, settings)
    tag = (await client.get(f"/media/{asset.id}/320.webp")).headers["etag"]

    again = await client.get(f"/media/{asset.id}/320.webp", headers={"if-none-match": tag})
    other = await client.get(f"/media/{asset.id}/640.webp", headers={"if-none-match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


async def test_while_a_picture_is_made_a_drawing_stands_in(client, session):
    asset = await media.asset(session)

    reply = await client.get(f"/media/{asset.id}/640.webp")

    assert (reply.status_code, reply.headers["cache-control"]) == (200, "public, max-age=5")
    assert reply.headers["content-type"].startswith("image/svg+xml")


@pytest.mark.parametrize("file", ["641.webp", "640.jpg", "640.webp.exe", "originals", "..%2f..%2fetc%2fpasswd"])
async def test_no_other_file_is_served(client, session, settings, file):
    asset = await _made(session, settings)

    assert (await client.get(f"/media/{asset.id}/{file}")).status_code == 404


async def test_unknown_refused_and_lost_pictures_and_documents_are_not_found(client, session):
    assets = [
        await media.asset(session, state=AssetState.REFUSED),
        await media.asset(session, state=AssetState.READY),  # its files are gone
        await media.asset(session, kind="document", state=AssetState.READY),
    ]

    replies = [await client.get(f"/media/{each}/640.webp") for each in [*(one.id for one in assets), uuid4(), "x"]]

    assert {reply.status_code for reply in replies} == {404}
    assert replies[0].json()["code"] == "no_such_asset"
