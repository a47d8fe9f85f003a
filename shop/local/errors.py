"""What can stop a set-up: one clear sentence each, meant for the person at the terminal."""


class LocalError(RuntimeError):
    """The set-up cannot go on; the text says what was found and what to do now."""


class DataDirLocked(LocalError):
    """Another process of this computer works in the same data directory."""


class DidNotStart(LocalError):
    """A server ended or stayed silent while it was being started."""


class StopAsked(Exception):
    """Somebody asked to stop while something was being started."""
