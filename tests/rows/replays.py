"""Rows of replays: anybody watches, its keepers remove it, those who answer for the goods publish clips."""

from datetime import timedelta

import msgspec

from shop.core.clock import now
from shop.livestream.models import Pin
from shop.replays.models import Clip, Replay, ReplayState
from shop.replays.rules import Course, Span, ms_of
from tests.rows.kinds import ASKERS, Row, anyone, only

KEEPERS = ("host", "officer", "admin")
CUTTERS = (*KEEPERS, "producer")
NO_FILE = Row(dict.fromkeys(ASKERS, 404))  # the matrix has no video; tests/replays/test_watch.py reads files
API = {
    "GET /api/v1/sessions/{slug}/replay": anyone(),
    "GET /api/v1/sessions/{slug}/replay/talk": NO_FILE,  # of a session that is over
    "POST /api/v1/sessions/{slug}/replay/remove": only(*KEEPERS, body={"reason": "Quay nhầm"}),
    "POST /api/v1/sessions/{slug}/replay/clips": only(*CUTTERS, body={"variant": "{variant_id}"}),
    "DELETE /api/v1/clips/{clip_id}": only(*CUTTERS),
    "GET /api/v1/products/{product}/clips": anyone(),
    "GET /replays/{replayed}/whole.m3u8": NO_FILE,
    "GET /replays/{replayed}/main.m3u8": NO_FILE,
    "GET /replays/{replayed}/captions.vtt": NO_FILE,
    "GET /replays/{replayed}/captions.m3u8": NO_FILE,
    "GET /replays/{replayed}/captions/{take}/{line}": NO_FILE,
    "GET /replays/{replayed}/{part_folder}/{part}": NO_FILE,
    "GET /clips/{clip_file}": NO_FILE,
}
PAGES = {
    "GET /phien/{slug}/xem-lai": anyone(),
    "POST /phien/{slug}/xem-lai": only(*KEEPERS, form=True, body={"action": "remove", "reason": "Quay nhầm"}),
}


async def names(session, world):
    """A replay of the stall in which its first product was shown for twenty seconds, and a clip of it."""
    began = await now(session) - timedelta(minutes=2)
    start = ms_of(began)
    course = msgspec.to_builtins(Course([Span(start, 60_000)]))
    replay = Replay(session_id=world.stall.live.id, state=ReplayState.READY, course=course, built_at=began)
    pin = Pin(
        session_id=world.stall.live.id,
        variant_id=world.stall.variants[0].id,
        created_at=began,
        unpinned_at=began + timedelta(seconds=20),
        unpin_reason="tests",
    )
    session.add_all([replay, pin])
    await session.flush()
    clip = Clip(
        replay_id=replay.id,
        variant_id=pin.variant_id,
        starts=start + 1,
        ends=start + 15_000,
        published_by=world.stall.host.id,
    )
    session.add(clip)
    await session.flush()
    return {
        "clip_id": str(clip.id),
        "replayed": world.stall.live.slug,
        "part_folder": "001",
        "part": "init.mp4",
        "take": "001",
        "line": "000001-0000000000001-1000.vtt",
        "clip_file": f"{clip.id}.mp4",
    }
