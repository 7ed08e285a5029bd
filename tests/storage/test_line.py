"""Of a pipeline and the models that go on from it one alone proposes in a document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.suggestion import Suggestion
from annotator.storage.line import Line
from annotator.storage.project import Project
from tests.storage.projects import IBM, make, propose, store

PIPELINE, OLD, NEW, OTHER = "pipeline", "model-1", "model-2", "terms"
FIRST, SECOND = DocumentId(1), DocumentId(2)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two documents; the pipeline, an older model and a term list have been through the first."""
    path = make(tmp_path / "p.annotator", IBM, "Nothing is known of Bonn.")
    propose(path, [Suggestion(20, 23, "ORG", source) for source in (PIPELINE, OLD, OTHER)])
    with Project.open(path) as project:
        yield project


def line(project: Project, source: str = NEW) -> Line:
    return Line(project.connection, [PIPELINE, OLD, NEW], source)


def wanted(project: Project, source: str = NEW) -> list[int]:
    return [document_id for document_id, _ in line(project, source).each_wanted()]


def test_a_new_model_is_wanted_wherever_nobody_has_touched_a_document(project: Project) -> None:
    assert wanted(project) == [1, 2]
    assert line(project).count_wanted() == 2
    assert wanted(project, OLD) == [2]


def test_a_touched_document_keeps_what_was_proposed_in_it(project: Project) -> None:
    store(project, Edit(flagged=(False, True)))
    assert wanted(project) == [2]
    assert not line(project).is_wanted(FIRST)


def test_a_touched_document_in_which_nothing_was_proposed_is_still_wanted(
    project: Project,
) -> None:
    store(project, Edit(flagged=(False, True)), document_id=2)
    assert line(project).is_wanted(SECOND)


def test_an_open_document_keeps_what_was_proposed_in_it(project: Project) -> None:
    assert not line(project).is_wanted(FIRST, is_open=True)
    assert line(project).is_wanted(SECOND, is_open=True)


def test_a_new_model_takes_the_place_of_its_line_and_of_nobody_else(project: Project) -> None:
    text = project.documents.text(FIRST)
    with project.transaction():
        source_id = project.suggestions.source_id(NEW)
        found = [Suggestion(0, 12, "PER", NEW)]
        project.suggestions.put(FIRST, source_id, (0, len(text)), found)
        line(project).replace(FIRST, (0, len(text)))
    assert {s.source for s in project.suggestions.of(FIRST)} == {NEW, OTHER}
    assert wanted(project) == [2]
    assert wanted(project, PIPELINE) == [1, 2]


def test_a_document_that_is_not_there_is_not_wanted(project: Project) -> None:
    assert not line(project).is_wanted(DocumentId(99))
