"""Refusals of video."""

from shop.core.errors import Invalid


class MediaBroken(Invalid):
    """What came is no fragmented MP4 we take: `why` says what was met, in English, for the log."""

    code = "media_broken"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why
