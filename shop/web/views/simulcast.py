"""What the desk shows of a session elsewhere: where it is sent to, and what was said there that would order."""

from datetime import datetime

from shop.web.views.site import View

PLATFORMS = ("facebook", "youtube", "tiktok", "other")


class DeskTarget(View, frozen=True, kw_only=True):
    """A place the picture is sent to; the key is masked. `state`: waiting, connecting, live, failing, stopped."""

    id: str
    platform: str
    address: str
    key: str
    wanted: bool
    state: str
    told: str
    since: datetime
    said: str | None = None


class DeskElsewhereWish(View, frozen=True, kw_only=True):
    """A line from elsewhere that would order; its writer has to be asked, it is no order."""

    platform: str
    name: str
    text: str
    at: datetime
    wants: tuple[str, ...] = ()


class DeskElsewhere(View, frozen=True, kw_only=True):
    """Where else a session is shown. `token` lets a program bring comments from there; `over`: nothing is added.

    `typed` is what was refused: platform and address, never the key.
    """

    targets: tuple[DeskTarget, ...] = ()
    wishes: tuple[DeskElsewhereWish, ...] = ()
    token: str = ""
    api: str = ""
    over: bool = False
    full: bool = False
    typed: tuple[str, str] | None = None
    platforms: tuple[str, ...] = PLATFORMS
