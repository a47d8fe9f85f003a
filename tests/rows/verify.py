"""The register, verification, batches and sales points: who may call what."""

from tests.rows.kinds import anyone

API = {
    "GET /api/v1/register": anyone(query="?q=gom&stars=4&standing=in_force&as_of=2026-01-31"),
}
PAGES: dict[str, object] = {}
