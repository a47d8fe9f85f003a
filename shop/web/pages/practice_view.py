"""A practice as the pages of rooms and desks show it."""

from datetime import timedelta

from shop.core.i18n import Locale, say
from shop.core.money import Dong
from shop.livestream.claims_rules import claims_in
from shop.markets.rules import RoomState
from shop.practice.api import practice_code
from shop.practice.jobs import jobs_of
from shop.practice.models import ActKind, PracticeRun, RunKind
from shop.practice.queries import Played
from shop.practice.stage import Stage
from shop.web.art import stall_art
from shop.web.views import LineUpItem, RoomView, StudioOrder
from shop.web.views.keeping import BanRow, DeskLine, Keeping
from shop.web.views.practice import JobView, PracticeDesk, RunView

LINES = 60  # of the talk at a desk
ORDERS = 100


def room_of_run(seen: Played, stage: Stage) -> RoomView:
    """The heading of the room of a run."""
    return RoomView(
        slug=seen.address,
        title=seen.run.title,
        place=seen.place[1],
        place_slug=seen.place[0],
        host=seen.host_name,
        state=RoomState.ENDED if seen.over else RoomState.ON_AIR,
        starts_at=seen.run.started_at,
        ends_at=seen.run.ends_at,
        market_slug=seen.market_slug,
        seq=stage.seq,
        viewers=stage.viewers,
        art=stall_art(seen.session_slug or seen.run.key),
        slow_seconds=stage.slow_seconds,
    )


def items_of(seen: Played, stage: Stage, locale: Locale) -> tuple[LineUpItem, ...]:
    """The line-up at the desk."""
    return tuple(
        LineUpItem(
            variant=str(good.id),
            code=good.code,
            name=good.name,
            image=good.image,
            unit=good.unit,
            list_price=Dong(good.price),
            available=stage.left[good.code],
            pinned=good.code in stage.pins,
            price=Dong(stage.pins[good.code].price) if good.code in stage.pins else None,
            blocked=None if good.stars is not None else say(locale, "web.studio.not_on_sale"),
        )
        for good in seen.goods
    )


def keeping_of(seen: Played, stage: Stage, locale: Locale) -> Keeping:
    """The talk at the desk."""
    gone = set(stage.removed)
    return Keeping(
        lines=tuple(
            DeskLine(
                id=str(line.id),
                name=line.name,
                text=line.text,
                order=line.order,
                hidden=line.id in gone,
                known=not line.order and not line.host,
                ban="mute" if line.name in stage.muted else None,
                warnings=tuple(say(locale, f"web.keep.claim_{claim}") for claim in claims_in(line.text, ()))
                if line.host
                else (),
            )
            for line in stage.lines[-LINES:]
        ),
        bans=tuple(
            BanRow(id=name, name=name, kind="mute", until=seen.run.ends_at, why=say(locale, "web.practice.muted"))
            for name in stage.muted
        ),
        slow_seconds=stage.slow_seconds,
    )


def orders_of(seen: Played, stage: Stage) -> tuple[StudioOrder, ...]:
    """The orders of the practice, the newest first."""
    return tuple(
        StudioOrder(
            code=practice_code(str(one.id)),
            name=one.name,
            quantity=one.quantity,
            total=Dong(one.quantity * one.price),
            at=seen.run.started_at + timedelta(seconds=one.at / seen.run.speed),
        )
        for one in reversed(stage.orders[-ORDERS:])
    )


def desk_of(seen: Played, stage: Stage) -> PracticeDesk:
    """The desk's own part in practice."""
    run = seen.run
    training = run.kind is RunKind.TRAINING
    open_training = training and not seen.over
    jobs = jobs_of(stage, seen.audience, seen.acts, run.level) if open_training else []
    return PracticeDesk(
        kind=run.kind,
        over=seen.over,
        level=run.level,
        speed=run.speed,
        left=max(0, int((run.ends_at - seen.now).total_seconds())),
        link=f"/phien/{seen.address}",
        here=f"/phien/{seen.address}/dieu-khien",
        back=sheet_path(run) if training else f"/phien/{seen.session_slug}/dieu-khien",
        greeted=any(act.kind is ActKind.GREET for act in seen.acts),
        jobs=tuple(
            JobView(id=str(job.line.id), name=job.line.name, text=job.line.text, seconds=job.seconds, hint=job.hint)
            for job in jobs
        ),
        goods=tuple((good.code, good.name) for good in seen.goods),
    )


def sheet_path(run: PracticeRun) -> str:
    """Where the score sheet of a training run stands."""
    return f"/toi/dao-tao/luyen/{run.key}"


def run_view(run: PracticeRun, *, is_open: bool, name: str = "") -> RunView:
    """A training run in a list."""
    return RunView(
        key=run.key,
        at=run.started_at,
        level=run.level,
        minutes=run.minutes,
        speed=run.speed,
        open=is_open,
        points=run.points,
        passed=run.passed,
        name=name,
    )
