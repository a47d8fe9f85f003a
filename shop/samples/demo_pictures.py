"""Sample pictures, drawn here: glazes and a leaf, each marked as a sample."""

import io
import math
from collections.abc import Callable

import msgspec
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.models import Person
from shop.catalog.content import PictureOf, apply_content, read_content
from shop.catalog.models import Product, ProductMedia
from shop.media.aside import aside
from shop.media.make_widths import make_widths
from shop.media.store import store_picture

SIZE = (1280, 960)  # pixels
WORD = "SAMPLE"
_CENTRE = (640, 480)


class _Shot(msgspec.Struct, frozen=True):
    alt_vi: str
    alt_en: str
    ground: str
    ink: str
    draw: Callable[[ImageDraw.ImageDraw, str], None]


async def add_pictures(session: AsyncSession, settings: Settings) -> None:
    """Draw some pictures and hang them on two sample listings. Safe to repeat; those that have pictures keep theirs."""
    person = await session.scalar(select(Person.id).where(Person.sample).order_by(Person.id).limit(1))
    if person is None:
        return
    for name, shots in _SHOTS.items():
        has = select(ProductMedia.product_id).where(ProductMedia.product_id == Product.id).exists()
        product = await session.scalar(
            select(Product).where(Product.name == name, Product.sample, ~has).order_by(Product.slug).limit(1)
        )
        if product is None:
            continue
        pictures = []
        for at, shot in enumerate(shots, 1):
            asset = await store_picture(
                session,
                settings,
                content=await aside(_drawn, shot),
                filename=f"mau-{at}.png",
                owner=product.producer_id or product.id,
                uploaded_by=person,
                sample=True,
            )
            await make_widths(session, settings, asset.id)
            pictures.append(PictureOf(asset_id=asset.id, alt_vi=shot.alt_vi, alt_en=shot.alt_en))
        live = await read_content(session, product.id)
        await apply_content(
            session, product.id, msgspec.structs.replace(live, pictures=tuple(pictures)), product.version
        )


def _drawn(shot: _Shot) -> bytes:
    image = Image.new("RGB", SIZE, shot.ground)
    draw = ImageDraw.Draw(image)
    shot.draw(draw, shot.ink)
    draw.text((SIZE[0] - 24, SIZE[1] - 20), WORD, fill=shot.ink, font=ImageFont.load_default(32), anchor="rs")
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _bowl(draw: ImageDraw.ImageDraw, ink: str) -> None:
    """A bowl from above: rims and a lotus of eight petals."""
    x, y = _CENTRE
    for radius, width in ((400, 10), (372, 3), (250, 4)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=width, fill="#FBFBF6")
    for petal in range(8):
        angle = petal * math.pi / 4
        tip = (x + 210 * math.cos(angle), y + 210 * math.sin(angle))
        sides = [(x + 100 * math.cos(angle + turn), y + 100 * math.sin(angle + turn)) for turn in (-0.38, 0.38)]
        draw.polygon([(x, y), sides[0], tip, sides[1]], outline="#FBFBF6", fill=ink, width=5)
    draw.ellipse((x - 34, y - 34, x + 34, y + 34), fill="#E3B23C")


def _glaze(draw: ImageDraw.ImageDraw, ink: str) -> None:
    """Glaze that has run: trails of different lengths."""
    for at in range(0, SIZE[0], 40):
        end = 520 + 220 * math.sin(at / 90) + 90 * math.sin(at / 23)
        draw.line((at + 20, 0, at + 20, end), fill=ink, width=38)
        draw.ellipse((at, end - 22, at + 40, end + 26), fill=ink)


def _waves(draw: ImageDraw.ImageDraw, ink: str) -> None:
    """Scales of water, as painted on the foot of a jar."""
    for row, y in enumerate(range(60, SIZE[1] + 120, 80)):
        for x in range(-80 + (row % 2) * 80, SIZE[0] + 80, 160):
            for radius in (78, 52, 26):
                draw.arc((x - radius, y - radius, x + radius, y + radius), 180, 360, fill=ink, width=6)


def _leaf(draw: ImageDraw.ImageDraw, ink: str) -> None:
    """A tea leaf with its veins."""
    half = [(200 + at * 8.8, 480 - 250 * math.sin(at / 100 * math.pi)) for at in range(101)]
    draw.polygon([*half, *((x, 960 - y) for x, y in reversed(half))], fill=ink)
    draw.line((140, 480, 1110, 480), fill="#F4F1E4", width=8)
    for x in range(300, 1000, 110):
        for side in (-1, 1):
            draw.line((x, 480, x + 120, 480 + side * 150), fill="#F4F1E4", width=4)


_SHOTS = {
    "Bộ bát đĩa gốm sứ hoa sen đỏ": (
        _Shot(
            "Hình vẽ mẫu: bát men trắng có hoa sen đỏ nhìn từ trên",
            "Sample drawing: a white bowl with a red lotus, from above",
            "#C9D6D3",
            "#B23A3A",
            _bowl,
        ),
        _Shot(
            "Hình vẽ mẫu: họa tiết sóng nước dưới chân bát",
            "Sample drawing: the wave pattern at the foot of the bowl",
            "#F3EFE2",
            "#2B5C8A",
            _waves,
        ),
        _Shot(
            "Hình vẽ mẫu: vệt men chảy ở mép đĩa",
            "Sample drawing: glaze running at the rim of a plate",
            "#EDE7D8",
            "#7FA89A",
            _glaze,
        ),
    ),
    "Trà sen Hiền Xiêm": (_Shot("Hình vẽ mẫu: một lá chè", "Sample drawing: a tea leaf", "#E9E4CF", "#4E7A3A", _leaf),),
}
