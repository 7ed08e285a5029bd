"""One training in a process of its own, from its request to its scores."""

import subprocess
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from textwrap import shorten
from threading import Thread

from annotator.errors import TrainingError
from annotator.session.jobs import Job, Progress
from annotator.train.request import Beat, Failed, Message, Request, Step, Trained, decode, encode
from annotator.train.trainer import command

STOP_S = 5.0
PATIENCE_S = 0.2
"""So long a job waits before it says again how far it is: meanwhile it cannot be cancelled."""

Inbox = SimpleQueue[Message | None]


@dataclass(frozen=True, slots=True)
class TrainProgress(Progress):
    """A step of a training, with its scores if it was evaluated."""

    at: Step | None = None


def run(request: Request, hear: Callable[[Step], object]) -> Job[Trained]:
    """Train as the request says; `hear` gets each evaluation. Closing it ends the process.

    Raises TrainingError if it fails or the process dies.
    """
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        return (yield from _follow(process, request, hear))
    finally:
        _end(process)


def _follow(
    process: "subprocess.Popen[bytes]", request: Request, hear: Callable[[Step], object]
) -> Job[Trained]:
    total = request.most_steps or None
    note, step = "steps", 0
    yield TrainProgress(0, total, note)
    for message in _talk(process, request):
        at = None
        match message:
            case Step():
                hear(message)
                at, step, note = message, message.step, f"steps, F {message.f:.1%}"
            case Beat():
                step = message.step
            case Failed():
                raise TrainingError(message.sentence, message.hint)
            case Trained():
                return message
        yield TrainProgress(step, total, note, at)
    raise TrainingError("The training process stopped.", "Is there enough memory?")


def _talk(
    process: "subprocess.Popen[bytes]", request: Request
) -> Generator[Message | None, None, None]:
    """What it says; None now and then while it says nothing."""
    assert process.stdin
    with suppress(OSError):
        process.stdin.write(encode(request))
        process.stdin.close()
    inbox: Inbox = SimpleQueue()
    Thread(target=_read, args=(process, inbox), daemon=True).start()
    while True:
        try:
            message = inbox.get(timeout=PATIENCE_S)
        except Empty:
            yield None
            continue
        if message is None:
            return
        yield message


def _read(process: "subprocess.Popen[bytes]", inbox: Inbox) -> None:
    assert process.stdout
    with process.stdout as lines:
        for line in lines:
            # A process that dies while it writes leaves half a line.
            if line.endswith(b"\n"):
                inbox.put(_heard(line))
    inbox.put(None)


def _heard(line: bytes) -> Message:
    with suppress(ValueError, RecursionError):
        return decode(line)
    shown = shorten(line[:80].decode("utf-8", "replace"), 80, placeholder=" …")
    return Failed(
        f"The training process said what nobody understands: “{shown}”.",
        "Train again; if it happens again, use another pipeline to go on from.",
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
