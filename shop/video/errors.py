"""Refusals of video."""

from shop.core.errors import BadRequest, Invalid


class MediaBroken(Invalid):
    """What came is no fragmented MP4 we take: `why` says what was met, in English, for the log."""

    code = "media_broken"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)
        self.why = why


class CodecNotTaken(Invalid):
    """A publisher's picture is no H.264, or its sound no AAC."""

    code = "codec_not_taken"


class KeyFramesFar(Invalid):
    """A publisher's picture has no key frame for longer than is kept."""

    code = "key_frames_far"


class HookUnreadable(BadRequest):
    """A media server's hook is not written as that server writes."""

    code = "hook_unreadable"
