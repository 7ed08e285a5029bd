"""Long jobs in a process of their own, for a window that must not load what they need.

What is said to such a process and by it is one JSON object a line. It ends when its standard
input is closed, so also when the window dies.
"""

import json
import os
import signal
import subprocess
import sys
import warnings
from _thread import interrupt_main
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from annotator.errors import AnnotatorError
from annotator.session import away_words
from annotator.session.jobs import Job, Progress

COMMAND = "job-worker"
NICENESS = 10
STOP_S = 5.0
PATIENCE_S = 0.1
"""So long a job waits before it can be cancelled again."""

Said = dict[str, Any]
Say = Callable[[Said], None]


def command() -> list[str]:
    """What to start for a job: a program and its arguments."""
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    return [sys.executable, "-m", "annotator", COMMAND]


def away(name: str, path: Path, options: Any, *, stop_s: float = STOP_S) -> Job[Any]:
    """The job of this name (see `away_words`) on the project at `path`, in a process of its own.

    Yields and returns what the job does; raises AnnotatorError as it does, and if the process
    dies. Closing it ends the process, which is killed after `stop_s` seconds.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        return (yield from _follow(process, name, path, options))
    finally:
        _end(process, stop_s)


def _follow(process: "subprocess.Popen[bytes]", name: str, path: Path, options: Any) -> Job[Any]:
    assert process.stdin
    with suppress(OSError):
        request = {"job": name, "path": str(path.absolute()), "options": asdict(options)}
        process.stdin.write(_line(request))
        process.stdin.flush()
    progress, parts = Progress(0, None, ""), dict[str, list[Any]]()
    for said in _heard(process):
        match said:
            case {"progress": values}:
                progress = away_words.progress(values)
                yield progress
            case {"part": part}:
                for field, values in part.items():
                    parts.setdefault(field, []).extend(values)
            case {"result": values}:
                return away_words.JOBS[name].report({**values, **parts})
            case {"failed": [sentence, hint]}:
                raise AnnotatorError(sentence, hint)
            case None:
                yield Progress(progress.done, progress.total, progress.note)
    raise AnnotatorError("The process that was at work stopped.", "Is there enough memory?")


def _heard(process: "subprocess.Popen[bytes]") -> Iterator[Said | None]:
    """What it says; None now and then while it says nothing."""
    inbox: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_read, args=(process, inbox), daemon=True).start()
    while True:
        try:
            line = inbox.get(timeout=PATIENCE_S)
        except Empty:
            yield None
            continue
        if not line:
            return
        yield json.loads(line)


def _read(process: "subprocess.Popen[bytes]", inbox: "SimpleQueue[bytes]") -> None:
    assert process.stdout
    with process.stdout as lines:
        for line in lines:
            # A process that dies while it writes leaves half a line.
            if line.endswith(b"\n"):
                inbox.put(line)
    inbox.put(b"")


def _end(process: "subprocess.Popen[bytes]", stop_s: float) -> None:
    assert process.stdin
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(stop_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def main() -> None:
    """Do the job that standard input asks for. Takes the whole process for it."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    request = json.loads(sys.stdin.buffer.readline())
    Thread(target=_watch, daemon=True).start()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        _serve(request, _sayer(replies))


def _watch() -> None:
    # A buffered reader would hold a lock that the end of the process wants.
    while os.read(0, 1):
        pass
    interrupt_main()


def _sayer(replies: BinaryIO) -> Say:
    def say(said: Said) -> None:
        replies.write(_line(said))
        replies.flush()

    return say


def _line(said: Said) -> bytes:
    return json.dumps(said, default=str).encode("ascii") + b"\n"


def _serve(request: Said, say: Say) -> None:
    kind = away_words.JOBS[request["job"]]
    job = kind.start(Path(request["path"]), request["options"])
    try:
        while True:
            say({"progress": away_words.of_progress(next(job))})
    except StopIteration as end:
        # Whoever has heard the end hangs up at once: there is nothing left to interrupt.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for part in kind.parts(end.value):
            say(part)
    except AnnotatorError as error:
        say({"failed": [error.sentence, error.hint]})
    finally:
        job.close()
