"""Read by the interpreter itself at its start: the web process of a control answers first and commits a while later."""

import asyncio
import sys
from contextlib import asynccontextmanager

if "web" in sys.orig_argv:
    from litestar.di import NamedDependency

    import shop.app
    import shop.core.coalescer
    from shop.core.db import Sessions

    LATER = 0.3  # seconds
    commits = set()

    @asynccontextmanager
    async def late(sessions):
        """A transaction whose commit holds nobody back."""
        session = sessions()
        await session.begin()
        try:
            yield session
        except BaseException:
            await session.close()
            raise
        commits.add(asyncio.create_task(commit(session)))

    async def late_session(sessions: NamedDependency[Sessions]):
        """A request's session of that kind."""
        async with late(sessions) as session:
            yield session

    async def commit(session):
        """Commit when the reply is long gone."""
        await asyncio.sleep(LATER)
        await session.commit()
        await session.close()

    shop.app.request_session = late_session
    shop.core.coalescer.short = late
