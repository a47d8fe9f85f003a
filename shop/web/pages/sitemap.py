"""What search engines read before the pages: robots.txt and the map of the site."""

from collections.abc import Iterable
from typing import Annotated
from xml.sax.saxutils import escape

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.core.errors import NotFound
from shop.http.front_store import FRONT
from shop.web.render import address
from shop.web.sitemap_queries import Found, count_pages, places_and_producers, products_of_page

XML = "application/xml; charset=utf-8"
STATIC = ("/", "/san-pham", "/diem-ban", "/so-dang-ky", "/xac-thuc", "/cho-dem")
PRIVATE = (  # addresses below which nothing is for search engines
    "/gio-hang",
    "/thanh-toan",
    "/don-hang",
    "/toi",
    "/quay",
    "/van-phong",
    "/chu-the/",
    "/dang-nhap",
    "/dang-xuat",
    "/goi-y",
)
_KEPT = {FRONT: "1", "cache-control": "public, max-age=3600"}
_MOST_PAGES = 1000
_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@get("/robots.txt", include_in_schema=False)
async def robots(settings: NamedDependency[Settings]) -> Response[str]:
    """What crawlers leave alone, and where the map is."""
    closed = [f"Disallow: {path}" for one in PRIVATE for path in (one, address("en", one))]
    lines = [
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /schema",
        "Disallow: /health",
        *closed,
        "Disallow: /*/dieu-khien",
        "",
        f"Sitemap: {settings.base_url}/sitemap.xml",
        "",
    ]
    return Response("\n".join(lines), media_type="text/plain; charset=utf-8", headers={"cache-control": "max-age=3600"})


@get("/sitemap.xml", include_in_schema=False)
async def sitemap_index(settings: NamedDependency[Settings], session: NamedDependency[AsyncSession]) -> Response[str]:
    """The files of the map: one of pages, places and producers, then products on sale, ten thousand a file."""
    pages = await count_pages(session)
    files = "".join(
        f"<sitemap><loc>{escape(settings.base_url)}/sitemap/{page}.xml</loc></sitemap>\n" for page in range(pages + 1)
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{files}</sitemapindex>\n"
    )
    return Response(body, media_type=XML, headers=_KEPT)


@get("/sitemap/{map_file:str}", include_in_schema=False)
async def sitemap_file(
    settings: NamedDependency[Settings],
    session: NamedDependency[AsyncSession],
    map_file: Annotated[str, PathParameter(max_length=20)],
) -> Response[str]:
    """One file: 0 has pages, places and producers; from 1 on only products that are on sale now."""
    number = map_file.removesuffix(".xml")
    if number == map_file or not (number.isascii() and number.isdecimal()) or int(number) > _MOST_PAGES:
        raise NotFound
    page = int(number)
    if page:
        found = [each async for each in products_of_page(session, page)]
        if not found:
            raise NotFound
    else:
        found = [*(Found(path) for path in STATIC), *await places_and_producers(session)]
    return Response(_file(settings.base_url, found), media_type=XML, headers=_KEPT)


def _file(base_url: str, found: Iterable[Found]) -> str:
    return _OPEN + "".join(_both_languages(base_url, each) for each in found) + "</urlset>\n"


def _both_languages(base_url: str, found: Found) -> str:
    """An address in both languages, each naming the other."""
    base = escape(base_url)
    own = {"vi": base + escape(found.path), "en": base + escape(address("en", found.path))}
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{lang}" href="{url}"/>' for lang, url in own.items())
    changed = f"<lastmod>{found.changed.isoformat()}</lastmod>" if found.changed else ""
    return "".join(f"<url><loc>{url}</loc>{changed}{links}</url>\n" for url in own.values())


routes = [robots, sitemap_index, sitemap_file]
