"""Whether an address an authority names is one of our pages, and what stands there. Pure."""

import re
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

_PRODUCT = re.compile(r"(?:/en)?/san-pham/(?P<slug>[a-z0-9-]+)/?")
_SESSION = re.compile(r"(?:/en)?/phien/(?P<slug>[a-z0-9-]+)(?P<replay>/xem-lai)?/?")
_COMMENT = re.compile(r"binh-luan-(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


class OwnKind(StrEnum):
    """What one of our pages shows."""

    PRODUCT = "product"
    SESSION = "session"
    COMMENT = "comment"
    REPLAY = "replay"


class OwnPage(msgspec.Struct, frozen=True):
    """A page of ours: `slug` is the product's or the session's; a comment has its id beside."""

    kind: OwnKind
    slug: str
    comment_id: UUID | None = None


def own_page(address: str, base_url: str) -> OwnPage | None:
    """What stands at `address`, where it is ours (`base_url`, or no host at all); None: nothing we remove by itself.

    A comment is its session's page with `#binh-luan-` and its id.
    """
    try:
        link, own = urlsplit(address.strip()), urlsplit(base_url)
        ours = link.scheme in {"http", "https"} and (link.hostname, link.port) == (own.hostname, own.port)
    except ValueError:
        return None
    if not ours and (link.scheme or link.netloc):
        return None
    if product := _PRODUCT.fullmatch(link.path):
        return OwnPage(OwnKind.PRODUCT, product["slug"])
    session = _SESSION.fullmatch(link.path)
    return _of_session(session["slug"], session["replay"] is not None, link.fragment) if session else None


def _of_session(slug: str, replay: bool, fragment: str) -> OwnPage | None:
    if replay:
        return OwnPage(OwnKind.REPLAY, slug)
    if comment := _COMMENT.fullmatch(fragment):
        return OwnPage(OwnKind.COMMENT, slug, UUID(comment["id"]))
    return None if fragment.startswith("binh-luan") else OwnPage(OwnKind.SESSION, slug)
