"""The worker process: reads pieces of texts on its standard input, answers on its standard output.

The first message out is Ready, or else Failed, and then the process ends. Each Piece in is
answered, in order, by a SuggestedPiece or by an Unsuggested. The end of its input ends it.
"""

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

from annotator.errors import SuggesterError
from annotator.suggest.protocol import (
    BATCH,
    Failed,
    Message,
    Piece,
    Ready,
    SuggestedPiece,
    Unsuggested,
    decode,
    encode,
)

if TYPE_CHECKING:
    from annotator.suggest.pipeline import Pipeline

COMMAND = "suggest-worker"
NICENESS = 10
THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
"""What tells the libraries of linear algebra to keep to one thread: the window has the rest."""

Inbox = SimpleQueue[Piece | None]


def command(pipeline: str) -> list[str]:
    """What to start for a worker with this pipeline: a program and its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND, pipeline]
    return [sys.executable, "-m", "annotator", COMMAND, pipeline]


def main(pipeline_name: str) -> None:
    """Be a worker with this pipeline until the input ends. Takes the whole process for it."""
    replies = _own_output()
    _step_back()
    # Imported only here: spaCy must find the variables of _step_back when it is loaded.
    from annotator.suggest.pipeline import Pipeline

    try:
        pipeline = Pipeline(pipeline_name)
    except SuggesterError as error:
        _say(replies, Failed(error.sentence, error.hint))
        return
    _say(replies, Ready(pipeline.info.name, pipeline.info.labels))
    for batch in _batches(_read_pieces()):
        _say(replies, *_answers(pipeline, batch))


def _own_output() -> BinaryIO:
    """The pipe of replies. What libraries print goes to standard error from now on."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return replies


def _step_back() -> None:
    """Leave the processor, the terminal and Ctrl-C to the program that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    step_back()


def step_back() -> None:
    """Leave the processor to the window. Has an effect on libraries that are loaded after it."""
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    if hasattr(os, "nice"):
        os.nice(NICENESS)


def _say(replies: BinaryIO, *messages: Message) -> None:
    try:
        replies.writelines(encode(message) for message in messages)
        replies.flush()
    except OSError:
        # Whoever asked is gone. Leave at once: an orderly exit would flush, and fail again.
        os._exit(0)


def _read_pieces() -> Inbox:
    """Where pieces arrive while the pipeline is at work; None after the last one.

    Reading never waits for the pipeline, so that whoever writes never waits for it either.
    """
    inbox: Inbox = SimpleQueue()
    Thread(target=_read, args=(inbox,), daemon=True).start()
    return inbox


def _read(inbox: Inbox) -> None:
    try:
        with open(0, "rb", closefd=False) as requests:
            for line in requests:
                message = decode(line)
                if isinstance(message, Piece):
                    inbox.put(message)
    finally:
        inbox.put(None)


def _batches(inbox: Inbox) -> Iterator[list[Piece]]:
    """What has arrived, at most 8 pieces at once, without waiting for more than the first."""
    while (piece := inbox.get()) is not None:
        batch = [piece]
        while len(batch) < BATCH and (more := _arrived(inbox)) is not None:
            batch.append(more)
        yield batch


def _arrived(inbox: Inbox) -> Piece | None:
    try:
        piece = inbox.get_nowait()
    except Empty:
        return None
    if piece is None:
        inbox.put(None)  # the end of the input, to be found again by whoever waits for it
    return piece


def _answers(pipeline: "Pipeline", batch: list[Piece]) -> list[SuggestedPiece | Unsuggested]:
    from annotator.suggest.pipeline import FAILURES, brief

    try:
        return [*pipeline.suggest(batch)]
    except FAILURES as error:
        if len(batch) > 1:
            return [answer for piece in batch for answer in _answers(pipeline, [piece])]
        (piece,) = batch
        return [Unsuggested(piece.document_id, piece.start, piece.end, brief(error))]
