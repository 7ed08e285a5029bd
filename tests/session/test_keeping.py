"""What is kept of the answers of workers: the pipeline's word, and that of patterns beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.core.pattern import SOURCE, Pattern
from annotator.core.suggestion import Suggestion
from annotator.session.keeping import keep
from annotator.storage.line import Line
from annotator.storage.project import Project
from annotator.suggest.protocol import SuggestedPiece
from tests.storage.projects import make, store

PIPELINE, MODEL, FOLDER = "pipeline", "model-1", "/home/ada/p.annotator.models/model-1"
TEXT = "IBM left Paris."
FIRST = DocumentId(1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A document, which the pipeline and version 1 of the patterns have been through."""
    with Project.open(make(tmp_path / "p.annotator", TEXT)) as project:
        with project.transaction():
            project.patterns.put([Pattern("ORG", "IBM")])
        assert keep(project, line(project, PIPELINE), answer(PIPELINE, SOURCE))
        yield project


def line(project: Project, source: str) -> Line:
    return Line(project.connection, [PIPELINE, MODEL], source)


def answer(*sources: str, version: int = 1) -> SuggestedPiece:
    found = tuple(Suggestion(0, 3, "ORG", source) for source in sources)
    return SuggestedPiece(FIRST, 0, len(TEXT), b"", found, sources, version)


def said(project: Project) -> set[str]:
    return {one.source for one in project.suggestions.of(FIRST)}


def test_a_model_takes_the_place_of_its_pipeline_under_its_own_name_and_patterns_stay(
    project: Project,
) -> None:
    assert said(project) == {PIPELINE, SOURCE}
    assert keep(project, line(project, MODEL), answer(FOLDER, SOURCE))
    assert said(project) == {MODEL, SOURCE}
    assert line(project, MODEL).count_behind(SOURCE) == 0


def test_nothing_is_kept_where_the_pipelines_word_is_no_longer_wanted(project: Project) -> None:
    assert not keep(project, line(project, MODEL), answer(FOLDER, SOURCE), is_open=True)
    store(project, Edit(flagged=(False, True)))
    assert not keep(project, line(project, MODEL), answer(FOLDER, SOURCE))
    assert said(project) == {PIPELINE, SOURCE}


def test_new_patterns_are_kept_in_a_touched_document_and_old_ones_let_go(
    project: Project,
) -> None:
    store(project, Edit(flagged=(False, True)))
    with project.transaction():
        project.patterns.put([Pattern("ORG", "IBM")])
    assert said(project) == {PIPELINE}
    assert keep(project, line(project, MODEL), answer(SOURCE, version=1), is_open=True)
    assert said(project) == {PIPELINE}
    assert line(project, MODEL).count_behind(SOURCE) == 1
    assert keep(project, line(project, MODEL), answer(SOURCE, version=2), is_open=True)
    assert said(project) == {PIPELINE, SOURCE}
    assert line(project, MODEL).count_behind(SOURCE) == 0
