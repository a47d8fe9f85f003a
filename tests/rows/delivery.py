"""Addresses, ways of delivery and what carriers tell: who may call what."""

from tests.rows.kinds import anyone

API = {
    "GET /api/v1/regions/communes": anyone(query="?q=Ba"),
}
PAGES = {}
