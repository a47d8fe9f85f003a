"""Refusals about notices."""

from shop.core.errors import NotFound


class NoticeUnknown(NotFound):
    """There is no such notice, or it is somebody else's."""

    code = "notice_unknown"
