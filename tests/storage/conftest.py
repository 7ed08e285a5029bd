"""What the tests of the project file share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.projects import IBM, make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with one document."""
    return make(tmp_path / "p.annotator", IBM)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which those of pytest are not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system knows no permissions that could be taken away")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)
