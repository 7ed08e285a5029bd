"""What the tests of the session share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.session.stage import OTHER, SUGGESTIONS, TEXT, Desk
from tests.storage.projects import findings, make, propose

Sit = Callable[..., Desk]


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Three documents, the first with four suggestions. Sound after every test."""
    path = make(tmp_path / "p.annotator", TEXT, OTHER, "A third text.")
    propose(path, SUGGESTIONS)
    yield path
    if path.exists():
        assert findings(path) == []


@pytest.fixture
def sit(path: Path) -> Iterator[Sit]:
    """Sit down at the project: `sit()`, `sit("ben")`, `sit("ana", 2)`."""
    desks: list[Desk] = []

    def sit(annotator: str = "ana", document_id: int = 1) -> Desk:
        desks.append(Desk(path, annotator, document_id))
        return desks[-1]

    yield sit
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(sit: Sit) -> Desk:
    """Ana with the first document open."""
    return sit()
