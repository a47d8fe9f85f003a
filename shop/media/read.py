"""Read what was stored: a document as it came, a picture as it is shown."""

from config.settings import Settings
from shop.media.aside import aside
from shop.media.errors import NoSuchAsset
from shop.media.keep import file_of, read, width_file
from shop.media.models import Asset, AssetKind
from shop.media.rules import Encoding


async def document_bytes(settings: Settings, asset: Asset) -> bytes:
    """A document as it came; its media type stands on the asset. The caller has checked who asks.

    Raises:
        NoSuchAsset: it is no document, or its file is gone.
    """
    content = None
    if asset.kind is AssetKind.DOCUMENT:
        content = await aside(read, file_of(settings.media_path, asset.kind, asset.digest))
    if content is None:
        raise NoSuchAsset
    return content


async def picture_bytes(settings: Settings, digest: str, width: int, form: Encoding) -> bytes | None:
    """A picture in one width and form; None while it is not there."""
    return await aside(read, width_file(settings.media_path, digest, width, form))
