"""How a session sells and what its host should know, at the desk."""

from collections.abc import Sequence

from shop.core.i18n import say
from shop.livestream.room import LineUpItem
from shop.markets.models import SessionState
from shop.markets.queries import Stall
from shop.reports.queries import pace_of
from shop.reports.rules import FALL_PERCENT, FEW, VERY_FEW, Alarm, AlarmKind
from shop.reports.warn import alarms_at
from shop.web.formats import clock
from shop.web.pages.report_views import figures_view
from shop.web.pages.visit import Visit
from shop.web.views.reports import AlarmView, Beat

BAD = {AlarmKind.GONE, AlarmKind.HOST_AWAY}


async def read_beat(visit: Visit, stall: Stall, items: Sequence[LineUpItem], viewers: int) -> Beat:
    """The figures of the session so far, and its warnings."""
    on_air = stall.live.state is SessionState.ON_AIR
    report = await pace_of(visit.session, stall.live.id)
    alarms = await alarms_at(visit.session, stall, items)
    return Beat(
        figures=figures_view(report, visit.locale, now=viewers if on_air else None),
        alarms=tuple(_alarm(visit, stall, alarm) for alarm in alarms),
    )


def _alarm(visit: Visit, stall: Stall, alarm: Alarm) -> AlarmView:
    """The words hold no figure that moves: a reader aloud says a warning once."""
    facts = {
        "name": alarm.subject,
        "few": VERY_FEW if alarm.kind is AlarmKind.VERY_FEW else FEW,
        "percent": FALL_PERCENT,
        "time": clock(stall.live.ends_at),
    }
    return AlarmView(
        f"{alarm.kind}:{alarm.subject}",
        "bad" if alarm.kind in BAD else "warn",
        say(visit.locale, f"web.alarm.{alarm.kind}", **facts),
        say(visit.locale, f"web.alarm.{alarm.kind}_do", **facts),
    )
