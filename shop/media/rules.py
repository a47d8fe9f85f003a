"""What an upload is by its bytes, what is too large, and the widths that are made. Pure."""

import io
import zipfile
from enum import StrEnum

from shop.media.errors import (
    DocumentUnreadable,
    FileEmpty,
    FileTooLarge,
    KindNotTaken,
    PictureTooLarge,
    PictureUnreadable,
)

MIB = 1024 * 1024
LARGEST_PICTURE = 33 * MIB  # a request that brings one; what is taken is a setting, `upload_picture_mb`
MOST_PIXELS = 40_000_000
MOST_SIDE = 12_000  # pixels: below what WebP and AVIF can hold
WIDTHS = (320, 640, 1280)  # pixels; a narrower picture keeps its own
LIST_WIDTH = 640  # the width whose address stands for the picture
_PDF_TAIL = 1024  # bytes at the end in which a PDF says that it ends
_AVIF_BRANDS = (b"avif", b"avis")


class MediaType(StrEnum):
    """The kinds of files that are taken."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    AVIF = "image/avif"
    PDF = "application/pdf"


class Encoding(StrEnum):
    """The forms in which a picture is shown, the smaller one first."""

    AVIF = "avif"
    WEBP = "webp"

    @property
    def media_type(self) -> MediaType:
        """Its media type."""
        return MediaType(f"image/{self.value}")


def kind_of(content: bytes) -> MediaType | None:
    """What a file is by its first bytes; None: nothing that is taken. Its name and its sender are not asked."""
    if content.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return MediaType.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _AVIF_BRANDS:
        return MediaType.AVIF
    return MediaType.PDF if content.startswith(b"%PDF-") else None


def picture_kind(content: bytes, most_mb: int) -> MediaType:
    """The kind of a picture of at most `most_mb` MiB.

    Raises:
        FileEmpty, FileTooLarge, KindNotTaken, PictureUnreadable: it is none, or an archive as well.
    """
    _check_size(content, most_mb)
    kind = kind_of(content)
    if kind is None or kind is MediaType.PDF:
        raise KindNotTaken
    if is_archive(content):
        raise PictureUnreadable
    return kind


def document_kind(content: bytes, most_mb: int) -> MediaType:
    """The kind of a document (PDF or picture) of at most `most_mb` MiB.

    Raises:
        FileEmpty, FileTooLarge, KindNotTaken, DocumentUnreadable: it is none, cut off, or an archive as well.
    """
    _check_size(content, most_mb)
    kind = kind_of(content)
    if kind is None:
        raise KindNotTaken
    if is_archive(content) or (kind is MediaType.PDF and b"%%EOF" not in content[-_PDF_TAIL:]):
        raise DocumentUnreadable
    return kind


def is_archive(content: bytes) -> bool:
    """Whether programs would open the file as an archive too: its list of contents stands at the end."""
    return zipfile.is_zipfile(io.BytesIO(content))


def check_pixels(width: int, height: int) -> None:
    """Refuse a picture that is not to be decoded.

    Raises:
        PictureTooLarge: too many pixels, or too many along one side.
    """
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise too_large()


def too_large() -> PictureTooLarge:
    """The refusal of a picture with too many pixels, bounds said."""
    return PictureTooLarge(pixels=MOST_PIXELS // 1_000_000, side=MOST_SIDE)


def width_of(nominal: int, full: int) -> int:
    """Pixels across of a picture `full` wide, shown `nominal` wide: never enlarged."""
    return min(nominal, full)


def picture_address(asset_id: object, width: int = LIST_WIDTH, encoding: Encoding = Encoding.WEBP) -> str:
    """The address of a picture at one of `WIDTHS`."""
    return f"/media/{asset_id}/{width}.{encoding.value}"


def _check_size(content: bytes, most_mb: int) -> None:
    if not content:
        raise FileEmpty
    if len(content) > most_mb * MIB:
        raise FileTooLarge(most=most_mb)
