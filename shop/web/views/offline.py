"""What the pages of handing over without the net show."""

from datetime import datetime

from shop.core.money import Dong
from shop.offline.models import Cause, Ending
from shop.web.views.site import Page, View
from shop.web.views.till import CounterFrame


class OfflinePage(Page, frozen=True, kw_only=True):
    """The page a device keeps: the same for everybody, with nothing of anybody on it. Its script fills it."""


class GivenOrder(View, frozen=True, kw_only=True):
    """Goods that were given although their order did not allow it."""

    id: str
    code: str
    name: str
    lines: tuple[str, ...]
    total: Dong
    given_at: datetime
    sent_at: datetime
    sent_by: str
    cause: Cause
    ending: Ending | None
    note: str | None


class SettlePage(CounterFrame, frozen=True, kw_only=True):
    """What a person has to settle; `wrong` is the conflict whose form was refused, with what was typed."""

    given: tuple[GivenOrder, ...] = ()
    settled: tuple[GivenOrder, ...] = ()
    wrong: str = ""
    note: str = ""
