"""Workers for the command line: pieces of texts through several processes at once."""

import subprocess
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from queue import Empty, SimpleQueue
from tempfile import TemporaryFile
from threading import Thread

from annotator.errors import SuggesterError
from annotator.suggest.pipelines import find
from annotator.suggest.protocol import (
    Checked,
    Failed,
    Message,
    Piece,
    Ready,
    Setup,
    SuggestedPiece,
    Unsuggested,
    encode,
    heard,
    rubbish,
)
from annotator.suggest.worker import command

IN_FLIGHT = 16
"""Pieces that a worker is given ahead of its answers: two of its batches."""

POLL_S = 0.1
STOP_S = 5.0

Reply = SuggestedPiece | Unsuggested
Inbox = SimpleQueue[tuple["_Worker", Message | None]]


def suggest_all(
    pieces: Iterable[Piece], *, pipeline: str, workers: int = 1, setup: Setup | None = None
) -> Iterator[Reply]:
    """The answer to each piece, as they come; those of one document in the order given.

    Pieces are taken one by one, at most 16 a worker ahead of their answers. A piece at which
    a worker died twice is answered with Unsuggested. Closing the iterator ends the workers.
    Raises SuggesterError if the pipeline is not found, cannot be loaded, or its process
    dies while it starts.
    """
    with closing(Crew(pipeline, workers=workers, setup=setup)) as crew:
        yield from filter(None, crew.answers(pieces))


class Crew:
    """Workers that stay for several rounds of pieces; they start with the first piece.

    Raises SuggesterError if the pipeline is not found. Close it, or processes are left.
    """

    def __init__(self, pipeline: str, *, workers: int = 1, setup: Setup | None = None) -> None:
        self._inbox: Inbox = SimpleQueue()
        name = find(pipeline).name
        self._workers = [_Worker(name, self._inbox, setup) for _ in range(max(1, workers))]

    def close(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.stop()

    def set_up(self, setup: Setup) -> None:
        """Let this hold for all pieces to come."""
        for worker in self._workers:
            worker.set_up(setup)

    def checked(self) -> Iterator[Checked | None]:
        """What is wrong with the patterns of the Setup, at last; None while it is not known."""
        worker = self._workers[0]
        worker.start()
        while worker.checked is None:
            if not worker.is_running:
                raise SuggesterError("The suggester stopped at these patterns.", "Try fewer.")
            self._heard()
            yield None
        yield worker.checked

    def answers(self, pieces: Iterable[Piece]) -> Iterator[Reply | None]:
        """As `suggest_all`; None now and then while there is no answer. What was not answered
        to the end of an earlier round is let go."""
        for worker in self._workers:
            worker.let_go()
        rest = iter(pieces)
        upcoming = next(rest, None)
        while upcoming is not None or any(worker.in_flight for worker in self._workers):
            while upcoming is not None and (taker := self._taker(upcoming.document_id)):
                taker.take(upcoming)
                upcoming = next(rest, None)
            yield self._heard()

    def _heard(self) -> Reply | None:
        # Waiting without a limit cannot be interrupted by Ctrl-C on Windows.
        with suppress(Empty):
            worker, message = self._inbox.get(timeout=POLL_S)
            return worker.heard(message)
        return None

    def _taker(self, document_id: int) -> "_Worker | None":
        """The worker to give a piece to: the one that has this document, else the least busy
        one. None if that one has enough: then wait, so that a document's answers stay in order.
        """
        crew = self._workers
        busy = (w for w in crew if any(p.document_id == document_id for p in w.in_flight))
        worker = next(busy, None) or min(crew, key=lambda w: len(w.in_flight))
        return worker if len(worker.in_flight) < IN_FLIGHT else None


class _Worker:
    """One worker process after another, and the pieces that it still has to answer.

    When a process dies, nobody knows at which of the pieces it was sent: those are the
    suspects. They are sent to the next process one by one, so that only the piece that
    really kills it is given up.
    """

    def __init__(self, pipeline: str, inbox: Inbox, setup: Setup | None) -> None:
        self.in_flight: deque[Piece] = deque()
        self.checked: Checked | None = None
        self._pipeline = pipeline
        self._setup = setup
        self._inbox = inbox
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._sent = 0
        self._suspects = 0
        self._let_go = 0
        self._unchecked = 0

    @property
    def is_running(self) -> bool:
        """Whether it has a process."""
        return self._process is not None

    def start(self) -> None:
        """Start its process, unless one is running."""
        if self._process is None:
            self._start()

    def set_up(self, setup: Setup) -> None:
        """Let this hold for all pieces to come."""
        self._setup, self.checked = setup, None
        if self._ready:
            self._say_setup()

    def let_go(self) -> None:
        """Wait no longer for any answer."""
        self._let_go += self._sent
        self._sent = self._suspects = 0
        self.in_flight.clear()

    def take(self, piece: Piece) -> None:
        """Have it answer one more piece."""
        self.in_flight.append(piece)
        self.start()
        self._send()

    def heard(self, message: Message | None) -> Reply | None:
        """What a message from its process means to the caller; None as message: it died."""
        match message:
            case SuggestedPiece() | Unsuggested() if self._let_go:
                self._let_go -= 1
            case SuggestedPiece() | Unsuggested() if self._is_awaited(message):
                self._answered()
                return message
            case Checked():
                self._unchecked -= 1
                self.checked = None if self._unchecked else message
            case Failed(sentence, hint):
                raise SuggesterError(sentence, hint)
            case Ready():
                self._begin()
            case None:
                return self._died()
            case _:
                failed = rubbish(message)
                raise SuggesterError(failed.sentence, failed.hint)
        return None

    def _is_awaited(self, answer: Reply) -> bool:
        piece = self.in_flight[0] if self._sent else None
        return piece is not None and (piece.document_id, piece.start, piece.end) == (
            answer.document_id,
            answer.start,
            answer.end,
        )

    def stop(self) -> None:
        """End its process, if one is running."""
        if self._process is not None:
            self._process.terminate()
            self._end()

    def _begin(self) -> None:
        self._ready = True
        self._say_setup()
        self._send()

    def _say_setup(self) -> None:
        if self._setup is not None:
            self._write(encode(self._setup))
            self._unchecked += 1

    def _start(self) -> None:
        self._errors = TemporaryFile()  # noqa: SIM115 - closed by _end, with the process
        self._process = subprocess.Popen(  # noqa: S603 - our own program, no shell
            command(self._pipeline),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
        )
        self._reader = Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        for line in process.stdout or ():
            # A process that dies while it writes leaves half a line.
            if line.endswith(b"\n"):
                self._inbox.put((self, heard(line)))
        self._inbox.put((self, None))

    def _send(self) -> None:
        limit = 1 if self._suspects else IN_FLIGHT
        while self._ready and self._sent < min(len(self.in_flight), limit):
            self._write(encode(self.in_flight[self._sent]))
            self._sent += 1

    def _write(self, line: bytes) -> None:
        # A process that is gone is heard of by its reader.
        if self._process and self._process.stdin:
            with suppress(OSError):
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _answered(self) -> None:
        self.in_flight.popleft()
        self._sent -= 1
        self._suspects = max(0, self._suspects - 1)
        self._send()

    def _died(self) -> Unsuggested | None:
        last_words = self._end()
        if not self._ready:
            raise SuggesterError(
                f"The suggester stopped while it was starting{last_words}.",
                "Is there enough memory?",
            )
        guilty = self.in_flight.popleft() if self._suspects else None
        self._suspects = self._suspects - 1 if guilty else self._sent
        self._sent = self._let_go = self._unchecked = 0
        self._ready = False
        if self.in_flight:
            self._start()
        return _given_up(guilty, last_words) if guilty else None

    def _end(self) -> str:
        """Wait for the end of the process; the last line of what it complained about."""
        process, self._process = self._process, None
        if process is None or process.stdin is None or process.stdout is None:
            return ""
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._reader.join()
        process.stdout.close()
        with self._errors as errors:
            errors.seek(0)
            lines = errors.read().decode("utf-8", "replace").split("\n")
        return next((f" ({line.strip()[:200]})" for line in reversed(lines) if line.strip()), "")


def _given_up(piece: Piece, last_words: str) -> Unsuggested:
    reason = f"the suggester stopped twice at this text{last_words}"
    return Unsuggested(piece.document_id, piece.start, piece.end, reason)
