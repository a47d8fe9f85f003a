"""Refusals of uploads."""

from shop.core.errors import Invalid, NotFound


class FileEmpty(Invalid):
    """The file has no bytes."""

    code = "file_empty"


class FileTooLarge(Invalid):
    """The file has more bytes than are taken: `most` in MiB."""

    code = "file_too_large"


class KindNotTaken(Invalid):
    """By its first bytes the file is of no kind that is taken here, whatever it is called."""

    code = "kind_not_taken"


class PictureUnreadable(Invalid):
    """The picture cannot be decoded to its end."""

    code = "picture_unreadable"


class PictureTooLarge(Invalid):
    """The picture has more pixels than are decoded."""

    code = "picture_too_large"


class PictureMoves(Invalid):
    """The picture has several frames."""

    code = "picture_moves"


class PictureLost(Invalid):
    """The picture was taken in, and its file went before it could be made ready."""

    code = "picture_lost"


class DocumentUnreadable(Invalid):
    """The document is cut off, or is something else besides."""

    code = "document_unreadable"


class NoSuchAsset(NotFound):
    """There is no such upload, or its file is gone."""

    code = "no_such_asset"
