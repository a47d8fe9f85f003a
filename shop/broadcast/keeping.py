"""Where this installation keeps its video."""

from config.settings import Settings
from shop.video.folder_storage import FolderStorage
from shop.video.s3_gateway import S3Storage
from shop.video.storage import Storage


def open_storage(settings: Settings) -> Storage:
    """The bucket, where one is named; else the folder all our processes share."""
    if settings.video_s3_url:
        return S3Storage(
            settings.video_s3_url, settings.video_s3_key, settings.video_s3_secret, settings.video_public_url
        )
    return FolderStorage(settings.video_path)
