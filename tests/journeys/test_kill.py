"""What was shown is in the file, whenever the program is killed, and killed again.

A few kills in each run. Two hundred of them (about five minutes):

    ANNOTATOR_KILLS=200 pytest tests/journeys/test_kill.py
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.journeys.conftest import Open
from tests.journeys.project_file import check, query, without_memory

KILLS = int(os.environ.get("ANNOTATOR_KILLS", "4"))
ROOT = Path(__file__).parents[2]
MOST_STATES = 250
START_S = 1.5
WORKER_S = 20

Key = tuple[int, int, str]


class State(NamedTuple):
    """What the file, or the window, says of one document."""

    spans: frozenset[Key] = frozenset()
    rejected: frozenset[Key] = frozenset()
    answer: str | None = None
    flagged: bool = False


class Shown(NamedTuple):
    """What the window showed of one document: what is rejected is seen by what is not there."""

    document: int
    spans: frozenset[Key]
    suggestions: frozenset[Key]
    answer: str | None
    flagged: bool


def keys(spans: list[list[Any]]) -> frozenset[Key]:
    return frozenset((start, end, label) for start, end, label, *_ in spans)


def after(state: State, change: dict[str, Any]) -> State:
    """An edit of the journal, made in the simplest way that can be."""
    removed, added = keys(change.get("removed", [])), keys(change.get("added", []))
    assert removed <= state.spans
    assert not added & (state.spans - removed)
    rejected, restored = keys(change.get("rejected", [])), keys(change.get("restored", []))
    assert restored <= state.rejected
    return State(
        spans=(state.spans - removed) | added,
        rejected=(state.rejected - restored) | rejected,
        answer=change["answer"][1] if change.get("answer") else state.answer,
        flagged=change["flagged"][1] if change.get("flagged") else state.flagged,
    )


def journal(project: Path) -> Iterator[tuple[int, State]]:
    """Each edit of the journal in order: its document, and what is said of it afterwards."""
    states: dict[int, State] = {}
    for document, change in query(project, "SELECT document_id, change FROM edits ORDER BY id"):
        states[document] = after(states.get(document, State()), json.loads(change))
        yield document, states[document]


def suggested(project: Path) -> dict[int, frozenset[Key]]:
    found: dict[int, set[Key]] = {}
    for document, *key in query(project, "SELECT document_id, start, end, label FROM suggestions"):
        found.setdefault(document, set()).add(tuple(key))
    return {document: frozenset(spans) for document, spans in found.items()}


def as_shown(document: int, state: State, proposed: frozenset[Key]) -> Shown:
    decided = {(start, end) for start, end, _ in state.spans}
    suggestions = {key for key in proposed if key not in state.rejected and key[:2] not in decided}
    return Shown(document, state.spans, frozenset(suggestions), state.answer, state.flagged)


def assert_each_was_in_the_file(shown: list[Shown], project: Path) -> None:
    """Each state that was shown is one of the journal's, and in the journal's order."""
    proposed = suggested(project)
    edits = list(journal(project))
    now: dict[int, State] = {}
    made = 0
    for seen in shown:
        while True:
            state = now.get(seen.document, State())
            if as_shown(seen.document, state, proposed.get(seen.document, frozenset())) == seen:
                break
            assert made < len(edits), f"shown, but not in the file: {seen}"
            document, now[document] = edits[made][0], edits[made][1]
            made += 1


def assert_rows_are_what_the_journal_says(project: Path) -> None:
    last = dict(journal(project))
    for document, state in last.items():
        where = "WHERE document_id = ?"
        spans = query(project, f"SELECT start, end, label FROM spans {where}", document)
        rejected = query(project, f"SELECT start, end, label FROM rejections {where}", document)
        ((answer, flagged),) = query(
            project, f"SELECT answer, flagged FROM annotations {where}", document
        )
        assert State(frozenset(spans), frozenset(rejected), answer, bool(flagged)) == state


def read_shown(lines: list[bytes]) -> list[Shown]:
    found = []
    for line in lines:
        # The last line may have been cut off by the kill.
        if line.endswith(b"\n"):
            item = json.loads(line)
            spans, suggestions = keys(item["spans"]), keys(item["suggestions"])
            answer, flagged = item["answer"], item["flagged"]
            found.append(Shown(item["document"], spans, suggestions, answer, flagged))
    return found


def run_and_kill(project: Path, number: int) -> list[Shown]:
    """Start the program, kill it at a moment that nobody knows; what it had shown."""
    chance = random.Random(number)
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.driver", str(project), str(number)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    lines = []
    if chance.random() < 0.1:
        time.sleep(chance.uniform(0, START_S))
    else:
        lines = [program.stdout.readline() for _ in range(chance.randint(1, MOST_STATES))]
        time.sleep(chance.uniform(0, 0.02))
    alive = program.poll() is None
    program.kill()
    lines += program.stdout.readlines()
    errors = program.stderr.read().decode()
    program.wait()
    program.stdout.close()
    program.stderr.close()
    assert alive, errors
    assert "Traceback" not in errors, errors
    return read_shown(lines)


def processes_with(marker: str) -> list[str]:
    """Processes whose environment holds a string: those of this test, and what they started."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if marker.encode() in environ.read_bytes():
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("number", range(KILLS // 2))
def test_all_that_was_shown_is_in_the_file_after_a_kill(
    sit: Open, known: Path, number: int
) -> None:
    proposed = suggested(without_memory(known))
    shown = run_and_kill(known, number)
    shown += run_and_kill(known, number + 10_000)
    assert_each_was_in_the_file(shown, known)
    assert_rows_are_what_the_journal_says(known)
    check(known)

    person = sit(known)
    edits = len(list(journal(known)))
    for _ in range(edits + 1):
        person.press("Ctrl+Z")
    assert "Nothing to undo" in person.screen.status.text()
    person.close()
    assert {state for _, state in dict(journal(known)).items()} <= {State()}
    assert query(known, "SELECT count(*) FROM spans") == [(0,)]
    assert suggested(known) == proposed
    check(known)


def test_the_worker_ends_when_the_window_is_killed(known: Path, home: Path) -> None:
    for number in (1, 2):
        run_and_kill(known, number)
    end = time.monotonic() + WORKER_S
    while (left := processes_with(str(home))) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []
