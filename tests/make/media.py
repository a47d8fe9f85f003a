"""Pictures and documents for tests: real bytes, as cameras and scanners make them."""

import io
import struct
import zlib
from uuid import uuid4

from PIL import Image

from shop.media.models import Asset, AssetKind, AssetState

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def picture(size=(900, 600), form="JPEG", mode="RGB", colour="#2F6F8F", **options) -> bytes:
    """A picture: the left half in one colour, the right half darker, so that turning it is seen."""
    made = Image.new("RGB", size, colour)
    made.paste("#202020", (size[0] // 2, 0, *size))
    out = io.BytesIO()
    made.convert(mode).save(out, form, **options)
    return out.getvalue()


def png_header(width, height) -> bytes:
    """A PNG that says how large it is and holds next to nothing: a bomb by its header."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def stretched(form, width, height) -> bytes:
    """A small picture of `form` whose header says that it is `width` by `height`: a bomb by its header."""
    content, size = picture((64, 48), form=form), {"JPEG": (">HH", 48, 64), "WEBP": ("<HH", 64, 48)}
    said = {"JPEG": (">HH", height, width), "WEBP": ("<HH", width, height)}
    if form == "AVIF":
        old, new = (b"ispe" + struct.pack(">III", 0, *pair) for pair in ((64, 48), (width, height)))
    else:
        old, new = struct.pack(*size[form]), struct.pack(*said[form])
    assert content.count(old) == 1, "the header was not found"
    return content.replace(old, new)


def text_bomb(millions=200) -> bytes:
    """A small PNG with a compressed text of so many megabytes."""
    words = b"Comment\0\0" + zlib.compress(b"a" * millions * 1_000_000, 9)
    chunk = struct.pack(">I", len(words)) + b"zTXt" + words + struct.pack(">I", zlib.crc32(b"zTXt" + words))
    small = picture((64, 48), form="PNG")
    return small[:33] + chunk + small[33:]  # behind the header


async def asset(session, *, owner=None, uploaded_by=None, state=AssetState.RECEIVED, kind=AssetKind.PICTURE, **facts):
    """A row without a file."""
    made = Asset(
        **{
            "kind": kind,
            "state": state,
            "digest": uuid4().hex * 2,
            "media_type": "image/jpeg",
            "filename": "anh.jpg",
            "bytes": 1000,
            "width": 900,
            "height": 600,
            "owner": owner or uuid4(),
            "uploaded_by": uploaded_by or uuid4(),
        }
        | facts
    )
    session.add(made)
    await session.flush()
    return made
