"""Another pipeline suggests in a project: what the one before proposed is kept, not shown."""

from pathlib import Path

import pytest

from annotator.errors import SuggesterError
from annotator.storage.project import Project
from annotator.suggest.pipelines import DEFAULT
from tests.session.stage import TEXT, Desk, suggestion
from tests.storage.projects import make, propose, sql

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
