"""Jobs in processes of their own do what they do here, and end with whoever wanted them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.core.label_draft import LabelDraft
from annotator.errors import AnnotatorError
from annotator.session.away import away
from annotator.session.away_words import PartsOptions
from annotator.session.corpus import SHARES, count_parts, write_corpus
from annotator.session.evaluating import EvaluateOptions, evaluate
from annotator.session.jobs import finish
from annotator.session.label_changes import change_labels
from annotator.session.misses import Kind
from annotator.session.trainer_process import TrainProgress
from annotator.session.training import TrainOptions
from annotator.storage.project import Project
from tests.processes import children, descendants, is_alive
from tests.session.learnable import erring, learnable

LOADED = """
import sys
from pathlib import Path
from annotator.session.away import away
from annotator.session.away_words import PartsOptions
from annotator.session.jobs import finish
finish(away("parts", Path(sys.argv[1]), PartsOptions()))
print(sorted({"spacy", "scipy", "numpy", "datasketch"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learnable(tmp_path_factory.mktemp("away"))


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return erring(tmp_path_factory.mktemp("erring"))


def test_an_evaluation_is_the_same_in_its_own_process(project: Path, pipeline: Path) -> None:
    options = EvaluateOptions(str(pipeline))
    here = finish(evaluate(project, options))
    there = finish(away("evaluate", project, options))
    assert there == here
    assert {miss.kind for miss in there.misses} == set(Kind)


def test_what_a_pipeline_calls_by_a_labels_old_name_is_counted(
    project: Path, pipeline: Path, tmp_path: Path
) -> None:
    renamed = Path(shutil.copy(project, tmp_path))
    with Project.open(renamed) as opened:
        draft = LabelDraft(opened.labels())
    row = draft.rows[0]
    draft.change(row, name=f"{row.name}_NOW")
    finish(change_labels(renamed, "ana", draft.plan()))
    options = EvaluateOptions(str(pipeline))
    before, after = finish(evaluate(project, options)), finish(evaluate(renamed, options))
    assert after.scores.exact == before.scores.exact


def test_the_parts_are_those_of_a_training(project: Path, tmp_path: Path) -> None:
    counts = finish(away("parts", project, PartsOptions()))
    corpus = finish(write_corpus(project, tmp_path, annotator=None, shares=SHARES))
    assert counts == {**corpus.documents, "finished": 120}
    assert counts == finish(count_parts(project))


def test_nothing_heavy_is_loaded_by_whoever_wants_a_job(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, project], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_failure_is_the_same_sentence(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").touch()
    with pytest.raises(AnnotatorError, match="mine is there already"):
        finish(away("train", project, TrainOptions(tmp_path / "mine")))


def test_a_job_can_be_cancelled_at_any_moment_and_leaves_no_process(
    project: Path, tmp_path: Path
) -> None:
    before = children()
    job = away("train", project, TrainOptions(tmp_path / "pipeline", steps=5_000))
    for step in job:
        if isinstance(step, TrainProgress) and step.done > 3:
            break
    began = time.monotonic()
    workers = descendants(children() - before)
    assert len(workers) == 2
    job.close()
    assert time.monotonic() - began < 5
    assert not (tmp_path / "pipeline").exists()
    end = time.monotonic() + 5
    while any(map(is_alive, workers)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))


def test_a_process_that_dies_is_one_sentence(project: Path, pipeline: Path) -> None:
    before = children()
    job = away("evaluate", project, EvaluateOptions(str(pipeline)))
    next(job)
    for number in children() - before:
        os.kill(int(number), signal.SIGKILL)
    with pytest.raises(AnnotatorError, match="stopped"):
        finish(job)
