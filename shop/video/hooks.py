"""What media servers tell of publishers, read into one form. Pure: each server's own spelling ends here.

nginx-rtmp 1.2 posts a form (its wiki, "Directives", notify); MediaMTX 1 posts JSON when it asks who may do what
(`authHTTPAddress`), and its hooks run a command, which posts a form; SRS 6 posts JSON (`http_hooks`).
"""

import re
from enum import StrEnum
from typing import Annotated, TypeVar
from urllib.parse import parse_qsl

import msgspec
from msgspec import Meta

from shop.video.errors import HookUnreadable

T = TypeVar("T")
_FIELDS = 40  # of a form
_LONGEST = 300  # characters of a value
_NAME = re.compile(r"[a-z0-9-]{1,120}")
_CONNECTION = re.compile(r"[A-Za-z0-9_.:-]{0,100}")


class Server(StrEnum):
    """A media server whose hooks are read."""

    NGINX_RTMP = "nginx-rtmp"
    MEDIAMTX = "mediamtx"
    SRS = "srs"


class Phase(StrEnum):
    """What happens to a publisher's stream."""

    START = "start"  # somebody wants to publish
    UPDATE = "update"  # it still comes
    END = "end"
    RECORDED = "recorded"  # a file of it is whole
    READ = "read"  # somebody wants to watch


class IngestEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a media server tells. `name` is the stream's, `external_id` the server's own name of the connection.

    `key` proves a publisher, `token` a viewer of what is not public; `file` is where the server recorded it.
    """

    phase: Phase
    name: str
    external_id: str
    key: str = ""
    token: str = ""
    takeover: bool = False
    file: str = ""


Said = Annotated[str, Meta(max_length=_LONGEST)]


class _Mediamtx(msgspec.Struct):
    action: Said
    path: Said = ""
    query: Annotated[str, Meta(max_length=2000)] = ""
    token: Said | None = ""
    password: Said | None = ""
    id: Said | None = ""


class _Srs(msgspec.Struct):
    action: Said
    stream: Said = ""
    param: Annotated[str, Meta(max_length=2000)] = ""
    client_id: Said | int = ""
    file: Said = ""


_NGINX = {
    "publish": Phase.START,
    "update_publish": Phase.UPDATE,
    "publish_done": Phase.END,
    "record_done": Phase.RECORDED,
    "play": Phase.READ,
}
_MEDIAMTX = {"publish": Phase.START, "read": Phase.READ, "playback": Phase.READ}
_SRS = {
    "on_publish": Phase.START,
    "on_hls": Phase.UPDATE,
    "on_unpublish": Phase.END,
    "on_dvr": Phase.RECORDED,
    "on_play": Phase.READ,
}


def read_hook(server: Server, body: bytes) -> IngestEvent | None:
    """What `server` tells with `body`; None when it is nothing that concerns us.

    Raises:
        HookUnreadable: it is not written as that server writes.
    """
    match server:
        case Server.NGINX_RTMP:
            return _read_nginx(_form(body))
        case Server.SRS:
            return _read_srs(body)
        case Server.MEDIAMTX if body.lstrip()[:1] == b"{":
            return _read_mediamtx(body)
        case Server.MEDIAMTX:
            return _read_life(_form(body))


def _read_nginx(form: dict[str, str]) -> IngestEvent | None:
    phase = _NGINX.get(form.get("call", ""))
    return None if phase is None else _event(phase, form.get("name", ""), form.get("clientid", ""), form)


def _read_mediamtx(body: bytes) -> IngestEvent | None:
    said = _json(body, _Mediamtx)
    phase = _MEDIAMTX.get(said.action)
    if phase is None:
        return None
    query = _query(said.query)
    proof = said.token or said.password or ""
    query.setdefault("key" if phase is Phase.START else "token", proof)
    return _event(phase, said.path, said.id or "", query)


def _read_life(form: dict[str, str]) -> IngestEvent | None:
    """A form that the commands of our configuration post: `phase`, `path`, `id` and, it may be, `file`."""
    try:
        phase = Phase(form.get("phase", ""))
    except ValueError:
        raise HookUnreadable from None
    if phase in {Phase.START, Phase.READ}:  # these it asks about, with a proof
        return None
    return _event(phase, form.get("path", ""), form.get("id", ""), {"file": form.get("file", "")})


def _read_srs(body: bytes) -> IngestEvent | None:
    said = _json(body, _Srs)
    phase = _SRS.get(said.action)
    if phase is None:
        return None
    return _event(phase, said.stream, str(said.client_id), _query(said.param.lstrip("?")) | {"file": said.file})


def _event(phase: Phase, path: str, connection: str, said: dict[str, str]) -> IngestEvent:
    """The event of a stream whose path may begin with the name of an application.

    Servers count connections anew when they are started anew, so the stream's name belongs to a connection's.
    """
    name = path.strip("/").rpartition("/")[2]
    if not _NAME.fullmatch(name) or not _CONNECTION.fullmatch(connection):
        raise HookUnreadable
    return IngestEvent(
        phase=phase,
        name=name,
        external_id=f"{name}:{connection}",
        key=said.get("key", ""),
        token=said.get("token", ""),
        takeover=said.get("takeover") == "1",
        file=said.get("path") or said.get("file", ""),
    )


def _form(body: bytes) -> dict[str, str]:
    try:
        return _query(body.decode())
    except UnicodeDecodeError:
        raise HookUnreadable from None


def _query(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise HookUnreadable from None
    if any(len(value) > _LONGEST or "\0" in value for _, value in pairs):
        raise HookUnreadable
    return dict(pairs)


def _json(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise HookUnreadable from None
