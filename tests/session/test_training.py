"""A pipeline is trained from a project's labels, and loads anywhere."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest
import spacy

from annotator.errors import FormatError, SuggesterError, TrainingError
from annotator.session import trainer_process
from annotator.session.curve import CurveOptions, learning_curve
from annotator.session.evaluating import EvaluateOptions, evaluate
from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from annotator.session.trainer_process import TrainProgress
from annotator.session.training import TrainOptions, train, unfinished
from annotator.suggest import process
from tests.processes import children
from tests.session.learnable import learnable
from tests.storage.projects import make

STEPS = 60


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of 120 finished texts and ten that are not."""
    return learnable(tmp_path_factory.mktemp("training"))


def test_what_is_learnt_is_an_ordinary_pipeline_with_its_score(
    labelled: Path, tmp_path: Path
) -> None:
    output = tmp_path / "pipeline"
    steps = list(progress := _Watched(train(labelled, TrainOptions(output, steps=STEPS))))
    report = progress.result
    assert report.held_out
    assert report.documents["train"] > 80
    assert min(report.documents["dev"], report.documents["test"]) > 0
    assert report.scores["exact"]["f"] > 0.5
    assert [step.at.f for step in steps if isinstance(step, TrainProgress) and step.at]
    nlp = spacy.load(output)
    found = {(e.text, e.label_) for e in nlp("Alan Turing went to Oslo by train.").ents}
    assert found <= {("Alan Turing", "PER"), ("Oslo", "CITY")}
    assert found
    meta = json.loads((output / "meta.json").read_text("utf-8"))
    assert meta["annotator"]["labels"] == ["PER", "CITY"]
    assert meta["annotator"]["documents"] == report.documents
    assert len(meta["annotator"]["data_sha256"]) == 64
    assert meta["performance"]["ents_f"] > 0.5
    assert "annotator" not in (output / "config.cfg").read_text("utf-8")
    assert [entry.name for entry in tmp_path.iterdir()] == ["pipeline"]
    scored = finish(evaluate(labelled, EvaluateOptions(str(output))))
    assert scored.scores.documents == 120
    assert scored.scores.exact.f > 0.5
    assert len(scored.misses) >= scored.scores.exact.gold - scored.scores.exact.right


def test_a_training_that_was_stopped_is_gone_on_with(labelled: Path, tmp_path: Path) -> None:
    output = tmp_path / "pipeline"
    job = train(labelled, TrainOptions(output, steps=400))
    for step in job:
        if isinstance(step, TrainProgress) and step.at and step.at.step:
            break
    job.close()
    assert not output.exists()
    assert unfinished(output)
    report = finish(train(labelled, TrainOptions(output, steps=10, resume=True)))
    assert report.scores["exact"]["f"] > 0.5
    assert not (tmp_path / "pipeline.training").exists()


def test_a_training_whose_process_is_killed_is_one_sentence_and_is_gone_on_with(
    labelled: Path, tmp_path: Path
) -> None:
    output = tmp_path / "pipeline"
    job = train(labelled, TrainOptions(output, steps=400))
    before = children()
    next(step for step in job if isinstance(step, TrainProgress) and step.at and step.at.step)
    for number in children() - before:
        os.kill(int(number), signal.SIGKILL)
    with pytest.raises(TrainingError, match="process stopped"):
        finish(job)
    assert not output.exists()
    assert unfinished(output)
    report = finish(train(labelled, TrainOptions(output, steps=2, resume=True)))
    assert report.scores["exact"]["f"] > 0.3
    assert spacy.load(output)


def test_a_pipeline_without_a_recognizer_is_no_base(labelled: Path, tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    options = TrainOptions(tmp_path / "pipeline", base=str(tmp_path / "blank"), steps=5)
    with pytest.raises(TrainingError, match="no recognizer"):
        finish(train(labelled, options))


def test_a_plug_in_is_no_base(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no spaCy pipeline"):
        finish(train(labelled, TrainOptions(tmp_path / "pipeline", base="gliner:models/news")))
    with pytest.raises(TrainingError, match="no spaCy pipeline"):
        finish(learning_curve(labelled, CurveOptions(base="gliner:models/news")))
    assert [*tmp_path.iterdir()] == []


ENDS = {
    "rubbish": ("print('rubbish', flush=True); time.sleep(600)", "what nobody understands"),
    "nesting": ("print('[' * 100_000, flush=True); time.sleep(600)", "what nobody understands"),
    "no text": (
        "sys.stdout.buffer.write(bytes([255, 10])); sys.stdout.flush(); time.sleep(600)",
        "what nobody understands",
    ),
    "half a line": ("print('{', end='', flush=True)", "process stopped"),
    "silence": ("pass", "process stopped"),
    "death": ("os.kill(os.getpid(), 9)", "process stopped"),
}


@pytest.mark.parametrize(("script", "said"), ENDS.values(), ids=ENDS)
def test_however_its_process_ends_a_training_is_one_sentence(
    labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    script = f"import os, sys, time\n{script}"
    monkeypatch.setattr(trainer_process, "command", lambda: [sys.executable, "-c", script])
    before = children()
    with pytest.raises(TrainingError, match=said) as told:
        finish(train(labelled, TrainOptions(tmp_path / "pipeline")))
    assert "\n" not in str(told.value)
    assert children() == before
    assert not (tmp_path / "pipeline").exists()


@pytest.mark.parametrize("script", ["print('rubbish', flush=True)", "os.kill(os.getpid(), 9)"])
def test_however_its_process_ends_a_scoring_is_one_sentence(
    labelled: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    script = f"import os, time\n{script}\ntime.sleep(600)"
    monkeypatch.setattr(process, "command", lambda _: [sys.executable, "-c", script])
    before = children()
    with pytest.raises(SuggesterError, match=r"no answer|stopped while it was starting") as told:
        finish(evaluate(labelled, EvaluateOptions("blank:en")))
    assert "\n" not in str(told.value)
    assert children() == before


@pytest.mark.parametrize("finished", [0, 4])
def test_too_few_finished_documents_are_one_sentence(tmp_path: Path, finished: int) -> None:
    path = make(tmp_path / "p.annotator")
    lines = [{"text": f"Text {n}", "spans": [], "answer": "accept"} for n in range(finished)]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines))
    finish(import_files(path, [tmp_path / "in.jsonl"], ImportOptions("ana")))
    with pytest.raises(TrainingError, match="Finish at least 5"):
        finish(train(path, TrainOptions(tmp_path / "pipeline")))


def test_nothing_is_written_over(labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "mine.txt").write_text("mine")
    with pytest.raises((TrainingError, FormatError), match="there already"):
        finish(train(labelled, TrainOptions(tmp_path / "pipeline")))
    assert (tmp_path / "pipeline" / "mine.txt").read_text() == "mine"


class _Watched:
    """The steps of a job, and what it returns."""

    def __init__(self, job: object) -> None:
        self._job = job

    def __iter__(self) -> object:
        self.result = yield from self._job  # type: ignore[misc]
