"""A short training beside the window: its model suggests if it is better, and nothing is lost."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from annotator.core.annotation import Answer
from annotator.core.document import DocumentId
from annotator.core.edit import Edit
from annotator.errors import TrainingError
from annotator.session import models
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.learning import is_wanted
from annotator.session.lesson import LearnReport, learn
from annotator.session.lock import held
from annotator.session.suggesting import suggest
from annotator.storage.project import Project
from tests.session.learnable import NAMES, PLACES, SAYINGS
from tests.storage.projects import findings, make, store

FINISHED, TEXTS = 60, 64
SMALL_DISK = """
import resource
from annotator.__main__ import main
# No file may become as large as a model; the project is smaller.
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
main()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of 60 finished texts and four that nobody has touched."""
    path = make(tmp_path / "p.annotator", labels="PER CITY")
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", "blank:en")
        project.put_setting("language", "en")
    pick = Random(1)
    lines = []
    for number in range(TEXTS):
        name, place = pick.choice(NAMES), pick.choice(PLACES)
        text = f"{number}: {pick.choice(SAYINGS).format(name, place)} {pick.random()}"
        spans = [
            {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
            for words, label in ((name, "PER"), (place, "CITY"))
        ]
        said = {"spans": spans, "answer": "accept"} if number < FINISHED else {}
        lines.append(json.dumps({"text": text, **said}) + "\n")
    (tmp_path / "in.jsonl").write_text("".join(lines), "utf-8")
    finish(import_files(path, [tmp_path / "in.jsonl"], ImportOptions("ana")))
    return path


def entries(path: Path) -> list[str]:
    return sorted(entry.name for entry in models.folder_of(path).iterdir())


def test_a_better_model_suggests_from_then_on_and_one_that_is_no_better_does_not(
    path: Path,
) -> None:
    with Project.open(path) as project, project.transaction():
        source_id = project.suggestions.source_id("blank:en")
        for document_id in map(DocumentId, range(1, TEXTS + 1)):
            project.suggestions.put_whole(document_id, source_id, [], keep=False)
    assert is_due(path)
    first = finish(learn(path, seconds=1))
    assert first.is_used
    assert first.old == 0.0 < first.new
    assert 0 < first.held_out < 20
    assert first.sentence().startswith("model 1: F 0.00 → ")
    assert not is_due(path)
    assert entries(path) == ["lock", "model-1"]
    # Touched documents keep what they have, the others get the new model's alone.
    report = finish(suggest(path))
    assert (report.pipeline, report.documents) == ("model-1", TEXTS - FINISHED)
    with Project.open(path) as project:
        counts = project.suggestions.counts()
        assert counts["model-1"] >= TEXTS - FINISHED
        assert project.suggestions.done_up_to(DocumentId(TEXTS), "blank:en") is None
        assert project.suggestions.done_up_to(DocumentId(1), "model-1") is None
    assert finish(suggest(path)).documents == 0
    second = finish(learn(path, seconds=0.05))
    assert second.model == "model-2"
    assert second.old == first.new
    assert entries(path) == ["lock", "model-2" if second.is_used else "model-1"]
    assert findings(path) == []
    with Project.open(path) as project:
        kept = [(one.model, one.old, one.new, one.is_used) for one in project.lessons.each()]
    assert kept == [(one.model, one.old, one.new, one.is_used) for one in (first, second)]


def is_due(path: Path) -> bool:
    with Project.open(path) as project:
        return is_wanted(project)


def test_a_killed_training_leaves_all_as_it_was_and_the_next_one_cleans_up(path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", "learn", str(path)], stderr=subprocess.DEVNULL
    )
    until(lambda: models.folder_of(path).is_dir() and "train.spacy" in files(path))
    with pytest.raises(TrainingError, match="learns from this project just now"):
        finish(learn(path, seconds=0.1))
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [name for name in entries(path) if name != "lock"] == [".unfinished-model-1"]
    assert is_due(path)
    assert findings(path) == []
    assert finish(learn(path, seconds=1)).is_used
    assert entries(path) == ["lock", "model-1"]


def files(path: Path) -> set[str]:
    return {found.name for found in models.folder_of(path).rglob("*.spacy")}


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_training_that_is_stopped_leaves_nothing_behind(path: Path) -> None:
    job = learn(path, seconds=30)
    for step in job:
        if step.note.startswith("seconds"):
            break
    job.close()
    assert entries(path) == ["lock"]
    assert is_due(path)


def test_a_full_disk_is_one_sentence_and_all_stays_as_it_was(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, "learn", str(path), "--seconds", "0.1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {models.folder_of(path)} cannot be written: ")
    assert done.stderr.count("\n") == 1
    assert entries(path) == ["lock"]
    assert is_due(path)
    assert findings(path) == []


def test_without_finished_documents_there_is_nothing_to_learn(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "One.", "Two.")
    with pytest.raises(TrainingError, match="Nothing is finished"):
        finish(learn(path, seconds=0.1))


def test_a_plug_in_learns_nothing_and_is_told_so_before_anything_is_done(path: Path) -> None:
    with Project.open(path) as project, project.transaction():
        project.put_setting("pipeline", "gliner:models/news")
    with pytest.raises(TrainingError, match=r"gliner:.*no spaCy pipeline.*Train a new") as told:
        finish(learn(path, seconds=0.1))
    assert "\n" not in str(told.value)
    assert entries(path) == ["lock"]
    assert is_due(path)


def test_with_nothing_held_out_nothing_is_trained(tmp_path: Path) -> None:
    path = make(tmp_path / "p.annotator", "Ada went away.", "Ada is back.")
    with Project.open(path) as project:
        store(project, Edit(answer=(None, Answer.ACCEPT)))
    report = finish(learn(path, seconds=100))
    assert (report.held_out, report.is_used) == (0, False)
    assert entries(path) == ["lock"]


@pytest.mark.parametrize(
    ("is_used", "old", "new", "held_out", "said"),
    [
        (True, 0.71, 0.76, 40, "model 3: F 0.71 → 0.76 on 40 held-out documents"),
        (True, 0.0, 0.4, 1, "model 3: F 0.00 → 0.40 on 1 held-out document"),
        (False, 0.71, 0.7, 40, "model 3 was no better and is not used: F 0.71 → 0.70"),
        (False, 0.5, 0.6, 5, "model 3 is not used: F 0.50 → 0.60 on only 5 held-out documents"),
        (False, 0.0, 0.0, 0, "model 3 is put off: too little is finished"),
    ],
)
def test_a_sentence_says_what_happened(
    is_used: bool, old: float, new: float, held_out: int, said: str
) -> None:
    report = LearnReport("model-3", 100, held_out, old, new, is_used)
    assert report.sentence().startswith(said)


def test_a_lock_ends_with_whoever_holds_it(tmp_path: Path) -> None:
    with held(tmp_path / "lock") as first, held(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with held(tmp_path / "lock") as third:
        assert third
