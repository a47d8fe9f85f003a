"""A media folder of each test."""

import msgspec
import pytest


@pytest.fixture
def own(settings, tmp_path):
    """The usual settings with a folder of uploads that is this test's own."""
    return msgspec.structs.replace(settings, media_dir=str(tmp_path / "media"))


@pytest.fixture
def files(own):
    """All files below the folder of uploads, as paths relative to it."""

    def found():
        return sorted(str(path.relative_to(own.media_path)) for path in own.media_path.rglob("*") if path.is_file())

    return found
