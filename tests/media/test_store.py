"""What is taken in, and what is refused and leaves nothing behind."""

import asyncio
import io
import os
import stat
import zipfile
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import func, select

from shop.core.errors import Refusal, Unavailable
from shop.core.outbox import OutboxEvent
from shop.media.errors import NoSuchAsset
from shop.media.models import Asset, AssetState
from shop.media.queries import asset_by_id
from shop.media.read import document_bytes
from shop.media.store import store_document, store_picture
from tests.make import media


async def _store(session, own, content, *, take=store_picture, owner=None, filename="anh.jpg"):
    return await take(
        session, own, content=content, filename=filename, owner=owner or uuid4(), uploaded_by=owner or uuid4()
    )


def _zipped_behind(content):
    out = io.BytesIO(content)
    out.seek(0, os.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("index.php", "<?php echo 1;")
    return out.getvalue()


def _animated(form):
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(out, form, save_all=True, append_images=frames[1:])
    return out.getvalue()


REFUSED = {
    "empty": (b"", "file_empty"),
    "web page called .jpg": (b"<!doctype html><script>alert(1)</script>", "kind_not_taken"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "kind_not_taken"),
    "svg behind a declaration": (b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg onload="alert(1)"/>', "kind_not_taken"),
    "web page behind a GIF's first bytes": (b"GIF89a/*<script>alert(1)</script>*/=1;", "kind_not_taken"),
    "WebP that holds a wave": (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40, "kind_not_taken"),
    "PDF behind a JPEG's first bytes": (b"\xff\xd8\xff\xe0" + media.PDF, "picture_unreadable"),
    "gif": (_animated("GIF"), "kind_not_taken"),
    "pdf as picture": (media.PDF, "kind_not_taken"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "kind_not_taken"),
    "web page behind a JPEG's first bytes": (b"\xff\xd8\xff\xe0<html><script>1</script>", "picture_unreadable"),
    "cut JPEG": (media.picture()[:-400], "picture_unreadable"),
    "cut PNG": (media.picture(form="PNG")[:-40], "picture_unreadable"),
    "cut WebP": (media.picture(form="WEBP")[:-60], "picture_unreadable"),
    "cut AVIF": (media.picture(form="AVIF")[:-60], "picture_unreadable"),
    "zip behind a JPEG": (_zipped_behind(media.picture()), "picture_unreadable"),
    "zip behind a PNG": (_zipped_behind(media.picture(form="PNG")), "picture_unreadable"),
    "41 megapixels by its header": (media.png_header(6410, 6400), "picture_too_large"),
    "2 gigapixels by its header": (media.png_header(50_000, 50_000), "picture_too_large"),
    "a JPEG of 400 megapixels by its header": (media.stretched("JPEG", 20_000, 20_000), "picture_too_large"),
    "a WebP of 196 megapixels by its header": (media.stretched("WEBP", 14_000, 14_000), "picture_too_large"),
    "an AVIF of 196 megapixels by its header": (media.stretched("AVIF", 14_000, 14_000), "picture_too_large"),
    "200 MB of text in a small PNG": (media.text_bomb(), "picture_unreadable"),
    "a line 20,000 long": (media.picture(size=(20_000, 2), form="PNG"), "picture_too_large"),
    "moving WebP": (_animated("WEBP"), "picture_moves"),
    "moving PNG": (_animated("PNG"), "picture_moves"),
    "moving AVIF": (_animated("AVIF"), "picture_moves"),
    "over 10 MiB": (media.picture() + b"\0" * 10 * 1024 * 1024, "file_too_large"),
}


@pytest.mark.parametrize("kind", REFUSED)
async def test_what_is_no_picture_is_refused_and_leaves_nothing(session, own, files, kind):
    content, code = REFUSED[kind]

    with pytest.raises(Refusal) as refused:
        await _store(session, own, content)

    assert refused.value.code == code
    assert files() == []
    assert await session.scalar(select(func.count()).select_from(Asset)) == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (media.PDF[:-10], "document_unreadable"),
        (_zipped_behind(media.PDF), "document_unreadable"),
        (b"MZ" + media.PDF, "kind_not_taken"),
        (media.picture()[:-400], "picture_unreadable"),
    ],
)
async def test_what_is_no_document_is_refused_and_leaves_nothing(session, own, files, content, code):
    with pytest.raises(Refusal) as refused:
        await _store(session, own, content, take=store_document)

    assert refused.value.code == code
    assert files() == []


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_a_picture_is_received_and_its_widths_are_ordered(session, own, files, form):
    asset = await _store(session, own, media.picture(form=form), filename="C:\\anh\\Bát gốm\r\n.jpg")

    await session.flush()
    assert (asset.state, asset.width, asset.height) == (AssetState.RECEIVED, 900, 600)
    assert asset.filename == "Bát gốm .jpg"
    assert files() == [f"originals/{asset.digest[:2]}/{asset.digest}"]
    events = await session.scalars(select(OutboxEvent.payload).where(OutboxEvent.kind == "media.picture_received"))
    assert events.all() == [{"asset_id": str(asset.id)}]


async def test_files_are_for_our_own_processes_alone(session, own):
    asset = await _store(session, own, media.picture())

    path = own.media_path / "originals" / asset.digest[:2] / asset.digest
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent, own.media_path)} == {
        0o700
    }


async def test_a_document_is_kept_byte_for_byte(session, own):
    asset = await _store(session, own, media.PDF, take=store_document, filename="giay-phep.pdf")

    assert (asset.state, asset.media_type, asset.width) == (AssetState.READY, "application/pdf", None)
    assert await document_bytes(own, asset) == media.PDF


async def test_a_picture_is_not_read_as_a_document(session, own):
    asset = await _store(session, own, media.picture())

    with pytest.raises(NoSuchAsset):
        await document_bytes(own, asset)
    with pytest.raises(NoSuchAsset):
        await asset_by_id(session, uuid4())


async def test_a_file_sent_twice_is_one_asset_of_its_owner(session, own, files):
    owner = uuid4()

    first = await _store(session, own, media.picture(), owner=owner)
    again = await _store(session, own, media.picture(), owner=owner)
    others = await _store(session, own, media.picture())
    as_document = await _store(session, own, media.picture(), owner=owner, take=store_document)

    assert again.id == first.id
    assert others.id != first.id
    assert others.digest == first.digest
    assert as_document.id != first.id
    assert len(files()) == 2


async def test_one_file_sent_by_many_at_once_is_one_asset(sessions, own, files):
    owner, content = uuid4(), media.picture()

    async def send():
        async with sessions() as session, session.begin():
            return (await _store(session, own, content, owner=owner)).id

    ids = await asyncio.gather(*(send() for _ in range(6)))

    assert len(set(ids)) == 1
    assert len(files()) == 1


async def test_a_refused_picture_may_be_sent_again(session, own):
    owner = uuid4()
    asset = await _store(session, own, media.picture(), owner=owner)
    asset.state, asset.refusal = AssetState.REFUSED, "picture_lost"
    await session.flush()

    again = await _store(session, own, media.picture(), owner=owner)

    assert (again.id, again.state, again.refusal) == (asset.id, AssetState.RECEIVED, None)


async def test_a_folder_that_cannot_be_written_is_said_and_leaves_no_row(session, own):
    own.media_path.write_bytes(b"a file where the folder should be")

    with pytest.raises(Unavailable):
        await _store(session, own, media.picture())

    assert await session.scalar(select(func.count()).select_from(Asset)) == 0
