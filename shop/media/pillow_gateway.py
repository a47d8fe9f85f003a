"""The only file that decodes and encodes pictures. Nothing here may run on an event loop."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageCms

from shop.core.errors import Refusal
from shop.media.errors import PictureMoves, PictureUnreadable
from shop.media.rules import MOST_PIXELS, WIDTHS, Encoding, MediaType, check_pixels, too_large, width_of

_FORMATS = {MediaType.JPEG: "JPEG", MediaType.PNG: "PNG", MediaType.WEBP: "WEBP", MediaType.AVIF: "AVIF"}
_BROKEN = (  # what decoders raise for bytes that are wrong
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    MemoryError,
    struct.error,
    zlib.error,
    Warning,
)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_ORIENTATION = 0x0112  # EXIF tag
_TURNED = {  # EXIF orientation -> what to do
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
_STILL_QUALITIES = (75, 60, 45, 30)
_LIGHT = 16_000  # bytes of a still: one in ten seconds beside the sound of who has little to spend
_DRAFT_CHECK = 8  # a JPEG is checked at an eighth of its size: the whole stream is read, little memory is taken
_SAVE: dict[Encoding, dict[str, int]] = {
    Encoding.WEBP: {"quality": 80, "method": 4},
    Encoding.AVIF: {"quality": 62, "speed": 8, "max_threads": 1},
}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


def measure(content: bytes, kind: MediaType) -> tuple[int, int]:
    """Decode a picture to its end; return its pixels across and down as people see it.

    The bound of pixels is checked from the header, before anything is decoded.

    Raises:
        PictureTooLarge, PictureMoves, PictureUnreadable: it cannot be shown.
    """
    try:
        with _open(content, kind) as image:
            width, height = image.size
            turned = _orientation(image) in _SIDEWAYS
            image.draft(None, (max(1, width // _DRAFT_CHECK), max(1, height // _DRAFT_CHECK)))
            image.load()
    except _BOMB as error:
        raise too_large() from error
    except _BROKEN as error:
        raise PictureUnreadable from error
    return (height, width) if turned else (width, height)


def encode(content: bytes, kind: MediaType) -> dict[tuple[int, Encoding], bytes]:
    """The picture in all widths and forms: upright, in sRGB, on white where it was transparent, without metadata.

    Raises:
        PictureTooLarge, PictureMoves, PictureUnreadable: it cannot be shown.
    """
    try:
        upright = _upright(content, kind)
        made: dict[tuple[int, Encoding], bytes] = {}
        for nominal in sorted(WIDTHS, reverse=True):
            upright = _narrowed(upright, width_of(nominal, upright.width))
            made |= {(nominal, form): _written(upright, form) for form in Encoding}
    except _BOMB as error:
        raise too_large() from error
    except _BROKEN as error:
        raise PictureUnreadable from error
    return made


def small_jpeg(content: bytes) -> bytes:
    """A JPEG written anew, no wider than our smallest width, upright, without metadata, and light where it can be.

    Raises:
        PictureTooLarge, PictureUnreadable: it cannot be shown.
    """
    try:
        image = _upright(content, MediaType.JPEG)
        small = _narrowed(image, min(*WIDTHS, image.width))
        for quality in _STILL_QUALITIES:
            out = io.BytesIO()
            small.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= _LIGHT:
                break
    except _BOMB as error:
        raise too_large() from error
    except _BROKEN as error:
        raise PictureUnreadable from error
    return out.getvalue()


def _open(content: bytes, kind: MediaType) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=[_FORMATS[kind]])
    try:
        check_pixels(*image.size)
        if kind is not MediaType.JPEG and getattr(image, "n_frames", 1) > 1:  # a phone's JPEG may carry a second view
            raise PictureMoves
    except Refusal:
        image.close()
        raise
    return image


def _orientation(image: Image.Image) -> int:
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:  # broken metadata does not make a picture unreadable
        return 1
    return found if isinstance(found, int) else 1


def _upright(content: bytes, kind: MediaType) -> Image.Image:
    with _open(content, kind) as image:
        orientation = _orientation(image)
        widest = max(WIDTHS)
        image.draft(None, (1, widest) if orientation in _SIDEWAYS else (widest, 1))
        profile = image.info.get("icc_profile")
        flat = _on_white(image, profile if isinstance(profile, bytes) else None)
    return flat.transpose(_TURNED[orientation]) if orientation in _TURNED else flat


def _on_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A new picture in sRGB that shares nothing with `image` but its colours."""
    alpha = None
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        image = image.convert("RGB")
    elif image.mode.startswith("I"):  # sixteen bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    clean = Image.new("RGB", image.size, "white")
    clean.paste(_in_srgb(image, profile), (0, 0), alpha)
    return clean


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, found, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *_BROKEN):  # a broken or foreign profile: the colours are taken as they are
            turned = None
        if turned is not None:
            return turned
    return image if image.mode == "RGB" else image.convert("RGB")


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _written(image: Image.Image, form: Encoding) -> bytes:
    out = io.BytesIO()
    image.save(out, form.value.upper(), **_SAVE[form])
    return out.getvalue()
