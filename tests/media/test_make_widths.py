"""A picture made ready: upright, in sRGB, small, and without a word about where it was taken."""

import io
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from PIL import Image, ImageCms
from sqlalchemy import select

from shop.core.db import short
from shop.media.keep import stray, width_file, width_files
from shop.media.make_widths import make_waiting, make_widths
from shop.media.models import Asset, AssetKind, AssetState
from shop.media.queries import files_pointed_at
from shop.media.read import picture_bytes
from shop.media.remove import remove_files, remove_stray
from shop.media.rules import WIDTHS, Encoding
from shop.media.store import store_document, store_picture
from tests.make import media

SECRET = b"Nha rieng: 21.0285 N, 105.8542 E"


async def _ready(session, own, content):
    asset = await _received(session, own, content)
    await make_widths(session, own, asset.id)
    await session.refresh(asset)
    return asset


async def _received(session, own, content, owner=None):
    return await store_picture(
        session, own, content=content, filename="anh.jpg", owner=owner or uuid4(), uploaded_by=uuid4()
    )


async def _shown(own, asset, width=320, form=Encoding.WEBP):
    content = await picture_bytes(own, asset.digest, width, form)
    return Image.open(io.BytesIO(content)).convert("RGB")


def _near(one, other, most=24):
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


def _exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[2] = (21.0, 1.0, 42.6)  # GPS
    return exif


async def test_a_picture_becomes_six_files_and_its_original_goes(session, own, files):
    asset = await _ready(session, own, media.picture((2000, 1000)))

    assert asset.state is AssetState.READY
    assert len(files()) == 6
    for (width, form), path in width_files(own.media_path, asset.digest).items():
        made = Image.open(path)
        made.load()
        assert (made.format, made.size) == (form.value.upper(), (width, width // 2))


async def test_a_small_picture_is_never_enlarged(session, own):
    asset = await _ready(session, own, media.picture((500, 250)))

    sizes = [(await _shown(own, asset, width)).size for width in WIDTHS]
    assert sizes == [(320, 160), (500, 250), (500, 250)]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_nothing_is_left_of_what_the_camera_wrote(session, own, form):
    told = {"exif": _exif(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    told |= {} if form == "PNG" else {"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}
    content = media.picture(form=form, **told)
    assert SECRET in content

    asset = await _ready(session, own, content)

    for path in width_files(own.media_path, asset.digest).values():
        made = path.read_bytes()
        assert not any(word in made for word in (SECRET, b"Exif", b"EXIF", b"ICCP", b"<?php", b"XMP", b"xmpmeta"))
        assert dict(Image.open(io.BytesIO(made)).getexif()) == {}


async def test_a_program_hidden_in_a_comment_is_gone(session, own):
    asset = await _ready(session, own, media.picture(comment=b"<?php system($_GET[0]); ?>"))

    assert all(b"<?php" not in path.read_bytes() for path in width_files(own.media_path, asset.digest).values())


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_a_picture_stands_upright(session, own, orientation):
    seen = media.picture((640, 320))  # blue on the left, dark on the right
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # orientation -> the turn of Pillow that a camera undid
    stored = Image.open(io.BytesIO(seen))
    if orientation in back:
        stored = stored.transpose(back[orientation])
    out = io.BytesIO()
    stored.save(out, "JPEG", exif=_exif(orientation), quality=95)

    asset = await _ready(session, own, out.getvalue())

    shown = await _shown(own, asset)
    assert (asset.width, asset.height) == (640, 320)
    assert shown.size == (320, 160)
    assert _near(shown.getpixel((40, 80)), (0x2F, 0x6F, 0x8F))
    assert _near(shown.getpixel((280, 80)), (0x20, 0x20, 0x20))


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "1"), ("PNG", "LA"), ("PNG", "RGBA")]
)
async def test_all_kinds_of_colour_are_shown(session, own, form, mode):
    asset = await _ready(session, own, media.picture(form=form, mode=mode))

    shown = await _shown(own, asset)
    assert shown.getpixel((40, 100)) > (0x30, 0x30, 0x30)
    assert _near(shown.getpixel((280, 100)), (0x20, 0x20, 0x20), 40)


async def test_sixteen_bits_of_grey_keep_their_brightness(session, own):
    grey = Image.new("I;16", (400, 200), 0x8080)
    out = io.BytesIO()
    grey.save(out, "PNG")

    asset = await _ready(session, own, out.getvalue())

    assert _near((await _shown(own, asset)).getpixel((10, 10)), (0x80,) * 3, 4)


async def test_what_is_transparent_stands_on_white_and_hides_nothing(session, own):
    clear = Image.new("RGBA", (400, 200), (255, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")

    asset = await _ready(session, own, out.getvalue())

    assert _near((await _shown(own, asset)).getpixel((10, 10)), (255, 255, 255), 3)


async def test_colours_of_another_profile_are_brought_to_srgb(session, own):
    lab = ImageCms.createProfile("LAB")  # a profile that does not fit: the colours are taken as they are
    profile = ImageCms.ImageCmsProfile(lab).tobytes()

    asset = await _ready(session, own, media.picture(icc_profile=profile))

    assert _near((await _shown(own, asset)).getpixel((40, 100)), (0x2F, 0x6F, 0x8F))


async def test_making_widths_twice_changes_nothing(session, own, files):
    asset = await _ready(session, own, media.picture())
    before = files()

    await make_widths(session, own, asset.id)
    await make_widths(session, own, uuid4())

    assert files() == before


async def test_what_a_killed_worker_left_is_finished_by_the_sweep(sessions, own, files, warp):
    async with short(sessions) as session:
        asset = await _received(session, own, media.picture())
    half = width_file(own.media_path, asset.digest, 640, Encoding.WEBP)
    half.parent.mkdir(parents=True)
    half.with_name(".0123.part").write_bytes(b"half a picture")
    async with sessions() as session:
        assert await make_waiting(session, own, 5) == 0  # too young: its own task may be at work
        await warp(session, timedelta(minutes=2))

    async with short(sessions) as session:
        assert await make_waiting(session, own, 5) == 1

    async with short(sessions) as session:
        assert (await session.get(Asset, asset.id)).state is AssetState.READY
    assert len([path for path in files() if not path.endswith(".part")]) == 6


async def test_a_worker_killed_before_its_commit_is_no_loss(sessions, own):
    async with short(sessions) as session:
        asset = await _received(session, own, media.picture())
    async with sessions() as session:  # never commits: all files are written, the original is gone
        await make_widths(session, own, asset.id)
        await session.rollback()

    async with short(sessions) as session:
        await make_widths(session, own, asset.id)

    async with short(sessions) as session:
        assert (await session.get(Asset, asset.id)).state is AssetState.READY


async def test_a_picture_nobody_could_make_ready_is_given_up(session, own, warp):
    asset = await _received(session, own, media.picture())
    await warp(session, timedelta(hours=2))

    await make_waiting(session, own, 5)

    await session.refresh(asset)
    assert (asset.state, asset.refusal) == (AssetState.REFUSED, "picture_unreadable")


async def test_a_lost_original_is_said(session, own):
    asset = await _received(session, own, media.picture())
    await remove_files(own, [(AssetKind.PICTURE, asset.digest)])

    await make_widths(session, own, asset.id)

    await session.refresh(asset)
    assert (asset.state, asset.refusal) == (AssetState.REFUSED, "picture_lost")


async def test_a_file_without_its_row_goes_after_a_day(session, own, files):
    kept = await _received(session, own, media.picture((300, 300)))
    paper = await store_document(
        session, own, content=media.PDF, filename="giay.pdf", owner=uuid4(), uploaded_by=uuid4()
    )
    lost = own.media_path / "originals" / "00" / ("00" * 32)
    lost.parent.mkdir()
    lost.write_bytes(b"its row was never committed")
    assert await remove_stray(session, own) == 0
    for path in list(stray(own.media_path, -60)):
        os.utime(path, (0, 0))

    assert await remove_stray(session, own) == 1

    assert not lost.exists()
    assert {path.rpartition("/")[2] for path in files()} == {paper.digest, kept.digest}


async def test_files_of_deleted_rows_go_and_shared_ones_stay(session, own, files):
    asset = await _ready(session, own, media.picture())
    twin = await _received(session, own, media.picture())
    before = await files_pointed_at(session)
    await session.delete(asset)
    await session.flush()
    assert before - await files_pointed_at(session) == set()

    await session.delete(twin)
    await session.flush()
    gone = before - await files_pointed_at(session)
    await remove_files(own, gone)

    assert files() == []
    assert (await session.scalars(select(Asset.id))).all() == []
