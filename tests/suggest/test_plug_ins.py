"""Suggesters that other packages add."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.pattern import Pattern
from annotator.core.words import unpack
from annotator.errors import SuggesterError
from annotator.suggest.pipelines import PipelineInfo, find
from annotator.suggest.plug_ins import kinds
from annotator.suggest.process import suggest_all
from annotator.suggest.protocol import Piece, Setup, SuggestedPiece
from annotator.suggest.sources import Sources

PACKAGE = '''
from annotator.core.suggestion import Suggestion
from annotator.suggest.suggester import SuggestedText

class Shouts:
    """Proposes all words in capitals, with the first label of the project."""

    def __init__(self, plug_in):
        self.name, self.labels = plug_in.name, plug_in.labels
        self.most = int(plug_in.options.get("most", 100))
        self.label = "SHOUT"

    def use_labels(self, labels):
        self.label = labels[0]

    def suggest(self, texts):
        return [SuggestedText(list(self.each(text))) for text in texts]

    def each(self, text):
        at = 0
        for word in text.split():
            at = text.index(word, at)
            if word.isupper() and len(word) <= self.most:
                yield Suggestion(at, at + len(word), self.label, "whoever")

def broken(plug_in):
    raise RuntimeError("no battery")
'''


@pytest.fixture
def shouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installed package with two suggesters, also for processes that are started."""
    (tmp_path / "shouting.py").write_text(PACKAGE, "utf-8")
    info = tmp_path / "shouting-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1\n")
    entries = "[annotator.suggesters]\nshouts = shouting:Shouts\nbroken = shouting:broken\n"
    (info / "entry_points.txt").write_text(entries)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield
    sys.modules.pop("shouting", None)


def test_a_suggester_of_another_package_is_found_without_being_loaded(shouts: None) -> None:
    assert {"shouts", "broken", "gliner"} <= set(kinds())
    assert find("shouts:?labels=A,B&most=3") == PipelineInfo(
        "shouts:?labels=A,B&most=3", "", "", ("A", "B")
    )
    assert "shouting" not in sys.modules
    with pytest.raises(SuggesterError) as caught:
        find("whispers:")
    assert "shouts:FOLDER" in caught.value.hint


def test_it_suggests_in_a_worker_with_words_and_patterns_beside_it(shouts: None) -> None:
    text = "👍🏽 HELP me, said Ibm."
    setup = Setup("en", ("LOUD",), (Pattern("ORG", [{"LOWER": "ibm"}]),), 3)
    pieces = [Piece(7, 50, 50 + len(text), text)]
    (answer,) = suggest_all(pieces, pipeline="shouts:?most=4", setup=setup)
    assert isinstance(answer, SuggestedPiece)
    shown = [(text[s.start - 50 : s.end - 50], s.label, s.source) for s in answer.suggestions]
    assert shown == [("HELP", "LOUD", "shouts:?most=4"), ("Ibm", "ORG", "patterns")]
    assert (answer.sources, answer.version) == (("shouts:?most=4", "patterns"), 3)
    words = unpack(answer.tokens, 50, 50 + len(text))
    first = words.starts[0] - 50, words.ends[0] - 50
    assert text[slice(*first)] == "👍🏽"


def test_one_that_cannot_be_made_is_one_sentence(shouts: None) -> None:
    with pytest.raises(SuggesterError, match="RuntimeError: no battery"):
        Sources("broken:")


def test_a_project_is_made_and_suggested_with_it(shouts: None, tmp_path: Path) -> None:
    project, source = tmp_path / "p.annotator", tmp_path / "a.txt"
    source.write_text("HELP me, said Ibm.")
    for command in (
        ("new", project, "--labels", "conll", "--pipeline", "shouts:"),
        ("import", project, source),
        ("suggest", project),
    ):
        typed = [sys.executable, "-m", "annotator", *map(str, command)]
        subprocess.run(typed, check=True, capture_output=True)
    typed = [sys.executable, "-m", "annotator", "export", str(project), "-"]
    done = subprocess.run(typed, check=True, capture_output=True, text=True)
    spans = json.loads(done.stdout)["spans"]
    assert [(s["text"], s["label"], s["source"]) for s in spans] == [("HELP", "PER", "shouts:")]
