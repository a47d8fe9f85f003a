"""A practice as the frame of a room: what real rooms send, so that the same pages and scripts show it."""

from datetime import timedelta

from shop.core.masks import mask_phones
from shop.livestream.room import AtPlace, CertificateSeen, CommentSeen, Frame, Named, PinSeen
from shop.markets.rules import RoomState
from shop.practice.models import PracticeGood
from shop.practice.queries import Played
from shop.practice.rules import COMMENTS
from shop.practice.stage import Line, Stage


def frame_of(seen: Played, stage: Stage) -> Frame:
    """The room of a run at the moment it was read."""
    gone = set(stage.removed)
    lines = [line for line in stage.lines if line.id not in gone]
    goods = {good.code: good for good in seen.goods}
    pinned = sorted(stage.pins.items(), key=lambda one: (-one[1].at, one[0]))
    return Frame(
        seq=stage.seq,
        state=RoomState.ENDED if seen.over else RoomState.ON_AIR,
        pins=[_pin(goods[code], pin.price, stage.left[code], seen) for code, pin in pinned],
        stock={good.id: stage.left[good.code] for good in seen.goods},
        viewers=stage.viewers,
        comments=[comment_of(line, seen) for line in lines[-COMMENTS:]],
        removed=stage.removed[-COMMENTS:],
        slow_seconds=stage.slow_seconds,
        host=Named(seen.host_name),
        place=AtPlace(*seen.place),
        title=seen.run.title,
        starts_at=seen.run.started_at,
        ends_at=seen.run.ends_at,
        server_time=seen.now,
        sample=True,
    )


def comment_of(line: Line, seen: Played) -> CommentSeen:
    """A line as the room shows it."""
    at = seen.run.started_at + timedelta(seconds=line.at / seen.run.speed)
    return CommentSeen(line.id, mask_phones(line.name), mask_phones(line.text), at, order=line.order)


def _pin(good: PracticeGood, price: int, left: int, seen: Played) -> PinSeen:
    return PinSeen(
        variant=good.id,
        product_slug=good.product_slug,
        name=good.name,
        price=price,
        list_price=good.price,
        unit=good.unit,
        available=left,
        image=good.image,
        min_age=None,
        left=None,
        buyer_limit=None,
        certificate=CertificateSeen(
            code=good.certificate or "",
            stars=good.stars or 0,
            potential_five=good.potential_five,
            decision_no=None,
            expires_on=good.expires_on or seen.run.ends_at.date(),
            sample=True,
        ),
    )
