"""Conditional GET: a tag over the bytes, and 304 when the reader has them already."""

import hashlib

from litestar import Response


def etag_of(body: bytes) -> str:
    """A strong tag over `body`."""
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def has_tag(if_none_match: str | None, etag: str) -> bool:
    """Whether the reader's `If-None-Match` covers `etag` (weak comparison, RFC 9110 §13.1.2)."""
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    bare = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == bare for tag in if_none_match[:2000].split(","))


def conditional(
    if_none_match: str | None,
    body: bytes,
    *,
    media_type: str = "application/json",
    cache_control: str = "no-cache",
    etag: str | None = None,
) -> Response[bytes]:
    """`body` with its tag, or 304 without a body when the reader has it."""
    tag = etag or etag_of(body)
    headers = {"etag": tag, "cache-control": cache_control}
    if has_tag(if_none_match, tag):
        return Response(b"", status_code=304, headers=headers, media_type=media_type)
    return Response(body, headers=headers, media_type=media_type)
