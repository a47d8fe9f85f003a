"""What a running `shop run` tells other commands: a 0600 file in the data directory."""

from pathlib import Path

import msgspec

from config.settings import Settings, SettingsError
from shop.local.folder import default_data_dir, write_private
from shop.local.identity import Identity
from shop.local.process import is_alive, started_at

_FILE = "running.json"


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The supervisor (its process and when that began) and how to reach what it runs."""

    pid: int
    started: str
    port: int
    database_url: str
    redis_url: str
    secret_key: str


def write_running(folder: Path, running: Running, identity: Identity) -> None:
    """Tell other commands of the same data directory how to join."""
    write_private(folder / _FILE, msgspec.json.encode(running).decode(), identity)


def forget_running(folder: Path) -> None:
    """Nothing runs here any more. Safe to repeat."""
    (folder / _FILE).unlink(missing_ok=True)


def data_dir_of(settings: Settings) -> Path:
    """The data directory the settings name, else the usual one of this user."""
    return Path(settings.data_dir).absolute() if settings.data_dir else default_data_dir()


def attached(settings: Settings) -> Settings:
    """`settings` completed from the running shop of its data directory where it names no servers itself.

    Raises:
        SettingsError: servers are neither named nor running; says both ways out.
    """
    folder = data_dir_of(settings)
    if settings.database_url and settings.redis_url and settings.secret_key:
        return msgspec.structs.replace(settings, data_dir=str(folder))
    running = _read(folder)
    if running is None or not is_alive(running.pid) or started_at(running.pid) != running.started:
        raise SettingsError(
            f"No shop runs on {folder}. Start one with `make run`, name its directory with SHOP_DATA_DIR, "
            "or set SHOP_DATABASE_URL, SHOP_REDIS_URL and SHOP_SECRET_KEY."
        )
    return msgspec.structs.replace(
        settings,
        data_dir=str(folder),
        port=running.port,
        database_url=settings.database_url or running.database_url,
        redis_url=settings.redis_url or running.redis_url,
        secret_key=settings.secret_key or running.secret_key,
    )


def _read(folder: Path) -> Running | None:
    try:
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=Running)
    except PermissionError:
        raise SettingsError(f"{folder / _FILE} belongs to another user: run this command as that user.") from None
    except (OSError, msgspec.DecodeError):
        return None
