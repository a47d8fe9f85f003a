"""Refusals of replays."""

from shop.core.errors import Conflict, Invalid, NotFound


class ReplayUnknown(NotFound):
    """The session has no replay to see: not over, without a picture, or stopped by the authority."""

    code = "replay_unknown"


class ReplayBeingBuilt(NotFound):
    """The session is over, and its replay is being built."""

    code = "replay_being_built"


class ReplayGone(NotFound):
    """The replay was removed, or was kept long enough."""

    code = "replay_gone"
    status = 410


class ReplayReasonMissing(Invalid):
    """A replay is removed for a reason."""

    code = "replay_reason_missing"


class NotShownInReplay(NotFound):
    """The replay does not show this variant."""

    code = "not_shown_in_replay"


class ClipTooShort(Conflict):
    """Too little was filmed of the product."""

    code = "clip_too_short"


class ClipUnknown(NotFound):
    """No clip has this address, or it was taken back."""

    code = "clip_unknown"
