"""Another pipeline suggests in a project: what the one before proposed is kept, not shown."""

from pathlib import Path

import pytest

from annotator.errors import SuggesterError
from annotator.session import models
from annotator.storage.project import Project
from annotator.suggest.pipelines import DEFAULT
from tests.session.stage import TEXT, Desk, suggestion
from tests.storage.projects import FIRST, make, propose, sql

OTHER = "blank:en"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = make(tmp_path / "p.annotator", TEXT)
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", DEFAULT)
    propose(path, [suggestion("IBM", "ORG", source=DEFAULT)])
    propose(path, [suggestion("Paris", "LOC", source="a file")])
    return path


def test_only_what_the_chosen_pipeline_and_files_propose_is_shown(project: Path) -> None:
    desk = Desk(project)
    assert desk.suggestions == [("IBM", "ORG"), ("Paris", "LOC")]
    desk.focus_on("Paris", "LOC")
    changes = desk.session.use_pipeline(OTHER)
    assert changes.opened
    assert OTHER in changes.note
    assert desk.suggestions == [("Paris", "LOC")]
    assert desk.focus == ("Paris", "LOC")
    assert desk.session.pipeline == OTHER
    assert sql(project, "SELECT count(*) FROM suggestions") == [(2,)]
    desk.session.use_pipeline(DEFAULT)
    assert desk.suggestions == [("IBM", "ORG"), ("Paris", "LOC")]
    desk.session.use_pipeline(DEFAULT)
    assert desk.suggestions == [("IBM", "ORG"), ("Paris", "LOC")]
    desk.close()


def test_labels_made_of_what_was_suggested_before_stay(project: Path) -> None:
    desk = Desk(project)
    desk.focus_on("IBM", "ORG")
    desk.hands.accept()
    desk.session.use_pipeline(OTHER)
    assert desk.spans == [("IBM", "ORG")]
    desk.session.undo()
    assert desk.spans == []
    desk.close()


def test_a_pipeline_that_is_not_there_changes_nothing(project: Path) -> None:
    desk = Desk(project)
    with pytest.raises(SuggesterError):
        desk.session.use_pipeline("nowhere")
    assert desk.session.pipeline == DEFAULT
    assert desk.suggestions == [("IBM", "ORG"), ("Paris", "LOC")]
    desk.close()


@pytest.fixture
def learnt(project: Path) -> Path:
    """The same with two models, learnt from its pipeline, of which the second suggests."""
    for name in ("model-1", "model-2"):
        propose(project, [suggestion("Bonn", "LOC", source=name)])
        with Project.open(project) as opened, opened.transaction():
            models.add(opened, name)
    folder = models.folder_of(project) / "model-2"
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text("{}")
    with Project.open(project) as opened, opened.transaction():
        models.use(opened, "model-2", base=DEFAULT)
    return project


def test_models_retire_with_the_pipeline_that_they_were_learnt_from(learnt: Path) -> None:
    desk = Desk(learnt)
    assert ("Bonn", "LOC") in desk.suggestions
    desk.session.use_pipeline(OTHER)
    assert desk.suggestions == [("Paris", "LOC")]
    desk.session.use_pipeline(DEFAULT)
    assert ("Bonn", "LOC") in desk.suggestions
    assert {one.source for one in desk.session.article.suggestions} == {
        DEFAULT,
        "model-2",
        "a file",
    }
    desk.close()


def test_another_pipeline_suggests_also_where_somebody_labelled_beside_a_retired_model(
    learnt: Path,
) -> None:
    desk = Desk(learnt)
    desk.focus_on("Bonn", "LOC")
    desk.hands.accept()
    project = desk.session.project
    assert not models.line(project, models.proposer(project)).is_wanted(FIRST)
    desk.session.use_pipeline(OTHER)
    line = models.line(project, models.proposer(project))
    assert line.is_wanted(FIRST)
    # A model that is learnt from it takes its place, and not that of the retired ones.
    with project.transaction():
        models.add(project, "model-3")
        models.use(project, "model-3", base=OTHER)
        line.replace(FIRST, (0, 1_000))
    assert {*project.suggestions.counts()} == {DEFAULT, "a file", "model-1", "model-2"}
    assert project.suggestions.counts()["model-2"] == 1
    desk.close()
