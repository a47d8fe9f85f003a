"""Where this installation keeps its video."""

from config.settings import Settings
from shop.video.folder_storage import FolderStorage
from shop.video.storage import Storage


def open_storage(settings: Settings) -> Storage:
    """The folder all our processes share."""
    return FolderStorage(settings.video_path)
