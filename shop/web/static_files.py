"""The files the browser fetches: read once, bundled, hashed and compressed; nothing is read during a request."""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).with_name("static")
_VENDOR = Path(__file__).parents[2] / "node_modules"

BASE_LAYERS = ("tokens", "base", "layout", "components", "content", "cards", "forms", "stall")
BUNDLES = {
    "css/day.css": (
        *BASE_LAYERS,
        "shop",
        "product",
        "reviews",
        "list",
        "desk",
        "register",
        "atlas",
        "points",
        "told",
        "delivery",
        "transfers",
        "draw",
        "law",
        "replay",
    ),
    "css/till.css": (*BASE_LAYERS, "desk", "till", "charts"),
    "css/work.css": (
        *BASE_LAYERS,
        "reviews",
        "desk",
        "console",
        "office",
        "listing",
        "goods",
        "atlas",
        "points",
        "figures",
        "transfers",
        "charts",
        "keeping",
    ),
    "css/labels.css": (*BASE_LAYERS, "console", "labels"),
    "css/night.css": (
        *BASE_LAYERS,
        "night",
        "room",
        "sheet",
        "studio",
        "charts",
        "show",
        "games",
        "warned",
        "offers",
        "film",
        "picture",
    ),
}
VENDORED = {
    "vendor/hls.js": "hls.js/dist/hls.light.min.mjs",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/jsqr.js": "jsqr/dist/jsQR.js",
}
TEXT_KINDS = frozenset({".css", ".js", ".svg", ".txt", ".webmanifest"})
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=600"


class StaticFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it goes out. `packed` is its gzip form, or None where that does not pay."""

    body: bytes
    packed: bytes | None
    media_type: str
    digest: str  # first ten hex digits of its SHA-256; all modules of js/ share one


@cache
def static_files() -> dict[str, StaticFile]:
    """All files by their path below /static/."""
    bodies = _bundles() | _plain() | _vendored()
    scripts = _digest(b"".join(body for path, body in sorted(bodies.items()) if path.startswith("js/")))
    return {
        path: StaticFile(
            body=body,
            packed=_pack(path, body),
            media_type=_media_type(path),
            digest=scripts if path.startswith("js/") else _digest(body),
        )
        for path, body in bodies.items()
    }


def static_path(name: str) -> str:
    """The address of `name` with its content's hash, which may be kept for ever.

    Modules import each other by relative address, so those of js/ share one hash and change together.

    Raises:
        KeyError: no such file.
    """
    return f"/static/{static_files()[name].digest}/{name}"


def find_static(path: str) -> tuple[StaticFile, str] | None:
    """The file behind `path` (what follows /static/) and its Cache-Control, or None.

    With the hash of its present content it may be kept for ever; without one, or with an old one, briefly.
    """
    files = static_files()
    first, _, rest = path.partition("/")
    if rest in files:
        return files[rest], IMMUTABLE if files[rest].digest == first else SHORT
    return (files[path], SHORT) if path in files else None


def _bundles() -> dict[str, bytes]:
    return {
        path: b"\n".join((_FOLDER / "css" / f"{layer}.css").read_bytes() for layer in layers)
        for path, layers in BUNDLES.items()
    }


def _plain() -> dict[str, bytes]:
    return {
        file.relative_to(_FOLDER).as_posix(): file.read_bytes()
        for file in sorted(_FOLDER.rglob("*"))
        if file.is_file() and file.parent.name != "css"
    }


def _vendored() -> dict[str, bytes]:
    return {path: (_VENDOR / source).read_bytes() for path, source in VENDORED.items() if (_VENDOR / source).exists()}


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:10]


def _pack(path: str, body: bytes) -> bytes | None:
    if Path(path).suffix not in TEXT_KINDS:
        return None
    packed = gzip.compress(body, 9, mtime=0)
    return packed if len(packed) < len(body) else None


def _media_type(path: str) -> str:
    if path.endswith(".js"):
        return "text/javascript; charset=utf-8"
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
