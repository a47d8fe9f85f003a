"""Read by the interpreter itself at its start: the web process of a control answers first and commits a while later."""

import asyncio
import sys

if "web" in sys.orig_argv:
    from litestar.di import NamedDependency

    import shop.app
    from shop.core.db import Sessions

    LATER = 0.3  # seconds
    commits = set()

    async def late_session(sessions: NamedDependency[Sessions]):
        """A request's session whose commit does not hold the reply back."""
        session = sessions()
        await session.begin()
        try:
            yield session
        except BaseException:
            await session.close()
            raise
        commits.add(asyncio.create_task(commit(session)))

    async def commit(session):
        """Commit when the reply is long gone."""
        await asyncio.sleep(LATER)
        await session.commit()
        await session.close()

    shop.app.request_session = late_session
