"""Look for changes that a list can show, as every process does once a second."""

from shop.core.db import Sessions, short, sql
from shop.core.driver import fetch
from shop.http.front_watch import Look


class CatalogWatch:
    """Remembers which changes this process has seen. Ids are given out before commits: late ones are found too."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._seen: frozenset[int] | None = None

    async def look(self) -> Look:
        """One statement. The first look only takes note of what there is."""
        highest = None if self._seen is None else max(self._seen, default=0)
        async with short(self._sessions) as session:
            rows = await fetch(session, sql("catalog/changes"), [highest])
        found = frozenset(row["id"] for row in rows if row["id"] is not None)
        changed = self._seen is not None and not found <= self._seen
        self._seen = found
        return Look(changed, rows[0]["seconds_left"])
