"""Rows of facets and suggestions."""

from tests.rows.kinds import anyone

API = {
    "GET /api/v1/products/facets": anyone(query="?q=gom&stars=4"),
    "GET /api/v1/products/suggest": anyone(query="?q=go"),
}
PAGES = {"GET /goi-y": anyone(query="?q=go")}
