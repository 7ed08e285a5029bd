"""Whether a project learns while people label, and when."""

from pathlib import Path

from annotator.core.annotation import Answer
from annotator.core.edit import Edit
from annotator.session import learning, models
from annotator.storage.project import Project
from tests.storage.projects import make, store


def finish_all(project: Project, count: int) -> None:
    for number in range(1, count + 1):
        store(project, Edit(answer=(None, Answer.ACCEPT)), document_id=number)


def test_it_is_time_after_so_many_finished_documents_unless_it_is_off(tmp_path: Path) -> None:
    with Project.open(make(tmp_path / "p.annotator", *map(str, range(30)))) as project:
        finish_all(project, 19)
        assert not learning.is_wanted(project)
        store(project, Edit(answer=(None, Answer.ACCEPT)), document_id=20)
        assert learning.is_wanted(project)
        assert not learning.is_wanted(project, failed_at=19)
        learning.switch(project, on=False)
        assert not learning.is_wanted(project)
        learning.switch(project, on=True)
        learning.put_interval(project, 21)
        assert not learning.is_wanted(project)


def test_rejected_documents_are_not_finished_ones(tmp_path: Path) -> None:
    with Project.open(make(tmp_path / "p.annotator", "A", "B", "C")) as project:
        learning.put_interval(project, 2)
        store(project, Edit(answer=(None, Answer.REJECT)), document_id=1)
        store(project, Edit(answer=(None, Answer.IGNORE)), document_id=2)
        store(project, Edit(answer=(None, Answer.ACCEPT)), document_id=3)
        assert learning.finished(project) == 1


def test_the_model_suggests_as_long_as_it_is_there_and_the_pipeline_the_same(
    tmp_path: Path,
) -> None:
    with Project.open(make(tmp_path / "p.annotator", "A")) as project:
        with project.transaction():
            project.put_setting("pipeline", "blank:en")
            models.add(project, "model-1")
            models.use(project, "model-1", base="blank:en")
        assert models.proposer(project).source == "blank:en"
        folder = models.folder_of(project.path) / "model-1"
        folder.mkdir(parents=True)
        (folder / "meta.json").write_text("{}")
        assert models.proposer(project) == models.Proposer("model-1", str(folder), "blank:en")
        with project.transaction():
            project.put_setting("pipeline", "blank:de")
        assert not models.proposer(project).is_model


def test_a_model_that_was_left_behind_is_learnt_anew(tmp_path: Path) -> None:
    with Project.open(make(tmp_path / "p.annotator", *map(str, range(20)))) as project:
        finish_all(project, 20)
        with project.transaction():
            learning.put_before(project, 20)
        assert not learning.is_wanted(project)
        with project.transaction():
            models.use(project, "model-1", base="")
        assert learning.is_wanted(project)
        assert not learning.is_wanted(project, failed_at=20)


def test_what_is_forgotten_is_not_learnt_again_at_once(tmp_path: Path) -> None:
    with Project.open(make(tmp_path / "p.annotator", *map(str, range(20)))) as project:
        finish_all(project, 20)
        learning.forget(project)
        assert not learning.is_wanted(project)
        assert not models.proposer(project).is_model


def test_a_model_is_never_called_like_one_before_or_like_a_source_of_a_file(
    tmp_path: Path,
) -> None:
    with Project.open(make(tmp_path / "p.annotator", "A")) as project:
        assert models.next_name(project) == "model-1"
        with project.transaction():
            project.suggestions.source_id("model-4")
            models.add(project, "model-2")
        assert models.next_name(project) == "model-5"
