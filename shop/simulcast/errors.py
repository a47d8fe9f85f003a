"""Refusals of showing a session elsewhere."""

from shop.core.errors import Conflict, Forbidden, Invalid, NotFound


class TargetAddressWrong(Invalid):
    """The address is none a picture can be sent to: rtmp:// or rtmps://, a host and an application."""

    code = "target_address_wrong"


class TargetKeyWrong(Invalid):
    """The key is none a platform gives: up to 400 printable signs without spaces."""

    code = "target_key_wrong"


class TargetPrivate(Invalid):
    """The address lies in a private network, where nobody watches."""

    code = "target_private"


class TooManyTargets(Conflict):
    """The session is sent to as many places as it may be."""

    code = "too_many_targets"


class TargetUnknown(NotFound):
    """The session has no such target."""

    code = "target_unknown"


class TargetOver(Conflict):
    """The session is over: nothing is sent anywhere any more."""

    code = "target_over"


class BringTokenWrong(Forbidden):
    """The token brings no comments into this session."""

    code = "bring_token_wrong"
