"""What the tests of the commands share."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.typed import annotator


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a few labels, made by the command."""
    path = tmp_path_factory.mktemp("fresh") / "news.annotator"
    assert annotator("new", path, "--labels", "conll").code == 0
    return path


@pytest.fixture
def project(fresh: Path, tmp_path: Path) -> Path:
    """A copy of it for each test."""
    return Path(shutil.copy(fresh, tmp_path / fresh.name))


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
