"""Settings for commands: the environment's, completed from the shop that runs on the same data directory."""

from config.settings import Settings, load_settings
from shop.local.running import attached


def command_settings() -> Settings:
    """Settings with working addresses of both servers and the secret key.

    Raises:
        SettingsError: a wrong variable, or servers neither named nor running.
    """
    return attached(load_settings())
