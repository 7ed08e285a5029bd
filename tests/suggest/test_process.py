import os
import signal
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from annotator.errors import SuggesterError
from annotator.suggest import process
from annotator.suggest.process import IN_FLIGHT, suggest_all
from annotator.suggest.protocol import Piece, SuggestedPiece, Unsuggested, pieces_of

DEADLY = """
import os, sys
from annotator.suggest import pipeline, worker
alive = pipeline.Pipeline.suggest
def deadly(self, texts):
    for text in texts:
        if text == "always" or text == "once" and not os.path.exists(sys.argv[1]):
            open(sys.argv[1], "w").close()
            print("memory is out", file=sys.stderr)
            os._exit(9)
    return alive(self, texts)
pipeline.Pipeline.suggest = deadly
worker.main("blank:en")
"""


def whole(document_id: int, text: str) -> Piece:
    return Piece(document_id, 0, len(text), text)


def children() -> set[int]:
    """The processes that this one has started and that are still there."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    if not tasks.exists():
        pytest.skip("this system does not tell which processes are ours")
    return {int(pid) for t in tasks.iterdir() for pid in (t / "children").read_text().split()}


@pytest.fixture
def deadly(monkeypatch, tmp_path):
    """Workers that die at the text "always", and at the text "once" the first time."""
    arguments = [sys.executable, "-c", DEADLY, str(tmp_path / "died")]
    monkeypatch.setattr(process, "command", lambda _: arguments)


def test_every_piece_is_answered_as_the_pipeline_answers_it(pipeline) -> None:
    pieces = [whole(i, f"Angela Merkel went to Paris on {i} May.") for i in range(30)]
    answers = list(suggest_all(pieces, pipeline="en_core_web_sm", workers=2))
    assert sorted(answers, key=lambda a: a.document_id) == pipeline.suggest(pieces)


def test_pieces_of_one_document_come_in_order_with_several_workers() -> None:
    text = "Some words of a long document. " * 3_000
    pieces = [p for i in range(12) for p in pieces_of(i, text if i % 3 == 0 else "short")]
    starts = defaultdict(list)
    for answer in suggest_all(pieces, pipeline="blank:en", workers=3):
        starts[answer.document_id].append(answer.start)
    expected = defaultdict(list)
    for piece in pieces:
        expected[piece.document_id].append(piece.start)
    assert starts == expected
    assert len(expected[0]) > 3


def test_pieces_are_taken_only_a_little_ahead_and_closing_ends_the_workers() -> None:
    taken = []

    def endless():
        i = 0
        while True:
            taken.append(i)
            yield whole(i, "some text")
            i += 1

    before = children()
    answers = suggest_all(endless(), pipeline="blank:en", workers=2)
    for n in range(1, 40):
        next(answers)
        assert len(taken) <= n + 2 * IN_FLIGHT + 1
    assert len(children() - before) == 2
    answers.close()
    assert children() == before


def test_a_text_that_kills_the_worker_twice_is_given_up_and_no_other(deadly) -> None:
    texts = ["text"] * 5 + ["always"] + ["text"] * 5 + ["always"] + ["text"] * 20
    pieces = [whole(i, text) for i, text in enumerate(texts)]
    answers = list(suggest_all(pieces, pipeline="blank:en"))
    assert [a.document_id for a in answers] == list(range(len(texts)))
    given_up = [a for a in answers if isinstance(a, Unsuggested)]
    assert [a.document_id for a in given_up] == [5, 11]
    assert "twice" in given_up[0].reason
    assert "memory is out" in given_up[0].reason


def test_a_worker_that_dies_once_is_started_again_and_nothing_is_left_out(deadly) -> None:
    pieces = [whole(i, "once" if i == 3 else "text") for i in range(20)]
    answers = list(suggest_all(pieces, pipeline="blank:en"))
    assert [a.document_id for a in answers] == list(range(20))
    assert {type(a) for a in answers} == {SuggestedPiece}


def test_a_worker_that_is_killed_from_outside_is_started_again() -> None:
    before = children()
    pieces = [whole(i, "some text") for i in range(60)]
    answers = suggest_all(pieces, pipeline="blank:en")
    found = [next(answers)]
    (worker,) = children() - before
    os.kill(worker, signal.SIGTERM)
    found += answers
    assert [a.document_id for a in found] == list(range(60))
    assert {type(a) for a in found} == {SuggestedPiece}
    assert children() == before


def test_a_pipeline_that_is_not_there_is_refused_before_a_process_is_started() -> None:
    with pytest.raises(SuggesterError, match="nothing"):
        next(suggest_all([whole(1, "text")], pipeline="nothing"))


def test_a_pipeline_that_cannot_be_loaded_is_refused_and_no_worker_is_left(tmp_path) -> None:
    (tmp_path / "meta.json").write_text('{"lang": "en", "name": "x", "version": "1"}')
    before = children()
    with pytest.raises(SuggesterError, match="cannot be loaded"):
        list(suggest_all([whole(1, "text")], pipeline=str(tmp_path), workers=2))
    assert children() == before


def test_a_worker_that_dies_before_it_is_ready_is_reported_with_its_last_words(monkeypatch) -> None:
    arguments = [sys.executable, "-c", "raise SystemExit('no room to start')"]
    monkeypatch.setattr(process, "command", lambda _: arguments)
    with pytest.raises(SuggesterError, match="no room to start"):
        list(suggest_all([whole(1, "text")], pipeline="blank:en"))


def test_no_pieces_start_no_process() -> None:
    assert list(suggest_all([], pipeline="blank:en", workers=4)) == []


TALKERS = {
    "rubbish": "print('rubbish', flush=True)",
    "bytes that are no text": "sys.stdout.buffer.write(bytes([255, 254, 10])); sys.stdout.flush()",
    "a message that nobody knows": 'print(\'{"kind": "song"}\', flush=True)',
    "nesting without end": "print('[' * 100_000, flush=True)",
    "what it was asked itself": 'print(\'{"kind": "piece", "document_id": 1, "start": 0,'
    ' "end": 4, "text": "text"}\', flush=True)',
    "an answer that nobody waits for": 'print(\'{"kind": "unsuggested", "document_id": 7,'
    ' "start": 0, "end": 4, "reason": "no"}\', flush=True)',
}
READY = 'print(\'{"kind": "ready", "name": "x", "labels": []}\', flush=True)'


@pytest.mark.parametrize("greeting", ["", READY], ids=["at the start", "later"])
@pytest.mark.parametrize("talk", TALKERS.values(), ids=TALKERS)
def test_a_worker_that_talks_rubbish_is_ended_and_said_in_one_sentence(
    monkeypatch, talk, greeting
) -> None:
    script = f"import sys, time\n{greeting}\n{talk}\ntime.sleep(600)"
    monkeypatch.setattr(process, "command", lambda _: [sys.executable, "-c", script])
    before = children()
    with pytest.raises(SuggesterError, match="no answer") as told:
        list(suggest_all([whole(1, "text")], pipeline="blank:en"))
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 400
    assert children() == before
