import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.suggest.pipelines import DEFAULT, find
from annotator.suggest.protocol import (
    Failed,
    Piece,
    Ready,
    SuggestedPiece,
    Unsuggested,
    decode,
    encode,
)
from annotator.suggest.worker import THREAD_VARIABLES, command

NOISY = """
import os, sys, warnings
from annotator.suggest import pipeline, worker
quiet = pipeline.Pipeline.suggest
def loud(self, texts):
    print("a library speaks")
    os.write(1, b"and so does its C code\\n")
    warnings.warn("and warns")
    return quiet(self, texts)
pipeline.Pipeline.suggest = loud
worker.main("blank:en")
"""


def whole(document_id: int, text: str) -> Piece:
    return Piece(document_id, 0, len(text), text)


def say(arguments: list[str], *pieces: Piece):
    """What a worker answers to these pieces before it ends by itself."""
    said = b"".join(encode(piece) for piece in pieces)
    done = subprocess.run(arguments, input=said, capture_output=True, check=True, timeout=60)
    return [decode(line) for line in done.stdout.splitlines(keepends=True)], done.stderr


@pytest.fixture
def running():
    """A worker with the tokens of English, ready."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command("blank:en"), **pipes) as process:
        assert isinstance(decode(process.stdout.readline()), Ready)
        yield process
        process.kill()


def test_a_worker_says_it_is_ready_answers_in_order_and_ends_with_its_input(pipeline) -> None:
    texts = ["She lives in Brazil.", "", "\0\r\n\u2028👩‍👩‍👧 Angela Merkel\ufeff", "x " * 5_000]
    pieces = [whole(i, text) for i, text in enumerate(texts)]
    (ready, *answers), errors = say(command("en_core_web_sm"), *pieces)
    assert ready == Ready(DEFAULT, find(DEFAULT).labels)
    assert [a.document_id for a in answers] == [0, 1, 2, 3]
    assert [s.label for s in answers[0].suggestions] == ["GPE"]
    assert [a.tokens for a in answers] == [a.tokens for a in pipeline.suggest(pieces)]
    assert errors == b""


def test_a_pipeline_that_is_not_there_is_reported_in_one_message() -> None:
    (failed,), errors = say(command("nothing"), whole(1, "text"))
    assert isinstance(failed, Failed)
    assert "nothing" in failed.sentence
    assert DEFAULT in failed.hint
    assert errors == b""


def test_a_piece_that_fails_is_answered_with_the_reason_and_the_others_go_on() -> None:
    pieces = [whole(i, "a\ud800b" if i == 3 else "some text") for i in range(6)]
    (_, *answers), _ = say(command("blank:en"), *pieces)
    assert [a.document_id for a in answers] == list(range(6))
    kinds = [type(a) for a in answers]
    assert kinds == [*[SuggestedPiece] * 3, Unsuggested, *[SuggestedPiece] * 2]
    assert answers[3].reason.startswith("UnicodeEncodeError")


def test_what_libraries_print_does_not_get_between_the_answers() -> None:
    (ready, answer), errors = say([sys.executable, "-c", NOISY], whole(1, "some text"))
    assert isinstance(ready, Ready)
    assert isinstance(answer, SuggestedPiece)
    assert b"a library speaks" in errors
    assert b"C code" in errors
    assert b"warns" not in errors


def test_a_worker_answers_what_has_arrived_without_waiting_for_more(running) -> None:
    for i in range(3):
        running.stdin.write(encode(whole(i, "some text")))
        running.stdin.flush()
        assert decode(running.stdout.readline()).document_id == i


def test_a_worker_ends_quietly_when_nobody_listens_any_more(running) -> None:
    running.stdout.close()
    running.stdin.write(b"".join(encode(whole(i, "some text")) for i in range(50)))
    running.stdin.flush()
    assert running.wait(20) == 0
    assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_worker_leaves_the_processor_to_others(running) -> None:
    after_the_name = Path(f"/proc/{running.pid}/stat").read_text("ascii").rpartition(")")[2]
    niceness = int(after_the_name.split()[16])
    assert niceness >= min(os.nice(0) + 10, 19)


def test_a_worker_ignores_ctrl_c_which_is_meant_for_the_program_that_asked(running) -> None:
    running.send_signal(signal.SIGINT)
    running.stdin.write(encode(whole(1, "some text")))
    running.stdin.flush()
    assert decode(running.stdout.readline()).document_id == 1


def test_linear_algebra_keeps_to_one_thread() -> None:
    names = "[os.environ[name] for name in worker.THREAD_VARIABLES]"
    code = f"import os\nfrom annotator.suggest import worker\nworker._step_back()\nprint({names})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == str(["1"] * len(THREAD_VARIABLES)).encode().split()


def test_libraries_of_models_are_forbidden_to_fetch_any() -> None:
    names = "[os.environ[name] for name in ('HF_HUB_OFFLINE', 'TRANSFORMERS_OFFLINE')]"
    code = f"import os\nfrom annotator.suggest import worker\nworker._step_back()\nprint({names})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.split() == [b"['1',", b"'1']"]


def test_in_a_frozen_bundle_the_program_itself_is_the_worker(monkeypatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command("blank:en") == [sys.executable, "suggest-worker", "blank:en"]
