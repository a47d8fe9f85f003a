"""Serves targets: starts a program for each, tries again ever more slowly, tells how it goes. One tick a second."""

import asyncio
import os
import secrets
import socket
from pathlib import Path
from uuid import UUID

import structlog

from config.settings import Settings
from shop.broadcast.ffmpeg import find_ffmpeg
from shop.core.db import Sessions, short
from shop.core.sealed import open_secret
from shop.simulcast.duties import LEASE, Duty, Report, give_up_leases, report, steady, take_duties
from shop.simulcast.keep import PURPOSE
from shop.simulcast.models import TargetState, Why
from shop.simulcast.push import Push
from shop.simulcast.rules import is_public, read_address

RESOLVES_IN = 5.0  # seconds a name may take: others' programs are looked after meanwhile, and leases run

log = structlog.get_logger("shop.simulcast")


class Server:
    """What one process sends on. Every target has a program of its own: one that fails hurts no other, and no room."""

    def __init__(self, settings: Settings, sessions: Sessions) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._settings = settings
        self._sessions = sessions
        self._source = (settings.simulcast_source or settings.base_url).rstrip("/")
        self._program = find_ffmpeg(settings)
        self._pushes: dict[UUID, Push] = {}
        self._leased = asyncio.get_running_loop().time()
        if self._program is None:
            log.warning("ffmpeg was not found: nothing is sent on")

    @property
    def pushes(self) -> dict[UUID, Push]:
        """The programs that run now, by target."""
        return self._pushes

    async def tick(self) -> None:
        """Take the duties of this moment, bring the programs in line with them, report."""
        async with short(self._sessions) as session:
            duties = {duty.target_id: duty for duty in await take_duties(session, self.name)}
        self._leased = asyncio.get_running_loop().time()
        await asyncio.gather(*(self._end(one) for one in set(self._pushes) - set(duties)))
        told = await asyncio.gather(*(self._serve(duty) for duty in duties.values()))
        await self._report([one for one in told if one is not None])

    async def keep_to_lease(self) -> None:
        """End all programs once the database has been away for as long as a lease lasts: others may serve by then."""
        if asyncio.get_running_loop().time() - self._leased > LEASE.total_seconds():
            await self._end_all()

    async def close(self) -> None:
        """End all programs, and leave the targets to others."""
        await self._end_all()
        async with short(self._sessions) as session:
            await give_up_leases(session, self.name)

    async def _serve(self, duty: Duty) -> Report | None:
        push = self._pushes.get(duty.target_id)
        if not duty.picture:
            await self._end(duty.target_id)
            return Report(target_id=duty.target_id, state=TargetState.WAITING, why=Why.NO_PICTURE)
        if push is None:
            return await self._begin(duty) if duty.due else None
        if push.ended or push.stalled:
            why = Why.BROKE_OFF if push.ended else Why.STALLED
            await self._end(duty.target_id)
            log.warning("a target failed", session=duty.slug, target=str(duty.target_id), why=why, said=push.said)
            return Report(target_id=duty.target_id, state=TargetState.FAILING, why=why, said=push.said, failed=True)
        if push.flows and duty.state is not TargetState.LIVE:
            return Report(target_id=duty.target_id, state=TargetState.LIVE, why=Why.FLOWS)
        return None

    async def _begin(self, duty: Duty) -> Report:
        if self._program is None:
            return Report(target_id=duty.target_id, state=TargetState.STOPPED, why=Why.NO_FFMPEG, final=True)
        key = open_secret(self._settings.secret_key, PURPOSE, str(duty.session_id), duty.key_sealed)
        if key is None:
            return Report(target_id=duty.target_id, state=TargetState.STOPPED, why=Why.KEY_LOST, final=True)
        barred = await self._barred(duty)
        if barred is not None:
            return barred
        return await self._start(duty, key, self._program)

    async def _start(self, duty: Duty, key: str, program: Path) -> Report:
        source = f"{self._source}/video/{duty.slug}/live.m3u8"
        self._pushes[duty.target_id] = await Push.start(program, source, duty.address, key)
        log.info("sending a session on", session=duty.slug, target=str(duty.target_id), address=duty.address)
        return Report(target_id=duty.target_id, state=TargetState.CONNECTING, why=Why.BEGUN)

    async def _barred(self, duty: Duty) -> Report | None:
        """Why nothing is sent to an address: its host is unknown, or in production private in any of its addresses."""
        address = read_address(duty.address)
        assert address is not None, "it was checked when it was added"
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(RESOLVES_IN):
                found = await loop.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
        except OSError:  # also when it took too long
            return Report(target_id=duty.target_id, state=TargetState.FAILING, why=Why.UNKNOWN_HOST, failed=True)
        if self._settings.env == "production" and not all(is_public(str(where[0])) for *_, where in found):
            return Report(target_id=duty.target_id, state=TargetState.STOPPED, why=Why.PRIVATE_HOST, final=True)
        return None

    async def _report(self, told: list[Report]) -> None:
        lasting = [one for one, push in self._pushes.items() if push.steady and not push.was_steady]
        if not told and not lasting:
            return
        async with short(self._sessions) as session:
            for one in told:
                await report(session, self.name, one)
            for target_id in lasting:
                await steady(session, self.name, target_id)
        for target_id in lasting:
            self._pushes[target_id].was_steady = True

    async def _end(self, target_id: UUID) -> None:
        push = self._pushes.pop(target_id, None)
        if push is not None:
            await push.end()

    async def _end_all(self) -> None:
        await asyncio.gather(*(self._end(one) for one in list(self._pushes)))
