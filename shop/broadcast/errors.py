"""Refusals of publishing and watching."""

from shop.core.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound


class StreamKeyWrong(Forbidden):
    """No session is published with this key, or the key was taken back."""

    code = "stream_key_wrong"


class SomebodyPublishes(Conflict):
    """Another publisher is sending this session's picture; taking over has to be asked for."""

    code = "somebody_publishes"


class TakesUsedUp(Conflict):
    """The session has had as many connections as are kept."""

    code = "takes_used_up"


class StreamKeyUnknown(NotFound):
    """The session has no stream key."""

    code = "stream_key_unknown"


class NoPicture(NotFound):
    """The session shows no picture, or not this piece of it."""

    code = "no_picture"


class PreviewExpired(Forbidden):
    """The address of a rehearsal's picture is not ours, or too old."""

    code = "preview_expired"


class TakeIsOver(Conflict):
    """The take was ended: its key was taken back, another publisher took over, or the session is over."""

    code = "take_is_over"


class CaptionEmpty(Invalid):
    """A caption has words."""

    code = "caption_empty"


class UploadUnfinished(BadRequest):
    """The bytes of a measurement did not all come in the time they have."""

    code = "upload_unfinished"


class HookNotKnown(Forbidden):
    """A media server's hook does not bring this installation's secret, or there is none."""

    code = "hook_not_known"
