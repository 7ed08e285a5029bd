"""Which lines of a Prodigy file stand: the last decision of an annotator on a text is current."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from re import compile as pattern
from typing import Any

from annotator.core.record import Problem
from annotator.formats.encoding import shown
from annotator.formats.json_checks import has_too_many_parts
from annotator.formats.json_items import each_item
from annotator.formats.lines import each_line

Key = tuple[int, str | None]
Task = dict[str, Any]

_STAMP = pattern(r"(.*-)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d")
"""The name that Prodigy gives to a session of nobody in particular."""


@dataclass(slots=True)
class _Seen:
    """How often each annotator has decided on each text, and where the last of those decisions
    stands that are on the text as a whole: the number of the item, and its line."""

    counts: Counter[Key] = field(default_factory=Counter)
    whole: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def see(self, number: int, line: int, task: Any) -> None:
        key = key_of(task)
        if key is not None:
            self.counts[key] += 1
            if not is_binary(task):
                self.whole[key] = number, line


def current(path: Path) -> Iterator[tuple[int, Any]]:
    """The items of a file with their lines, but of several decisions of one annotator on one
    text only the last; of those on single spans (`is_binary`) one with the spans of all, where
    none is on the text as a whole. What is superseded is a Problem.

    The file is read twice; in memory is a number for each text. Raises OSError.
    """
    where = shown(path)
    seen = _seen(path)
    left = Counter({key: count for key, count in seen.counts.items() if count > 1})
    merged: dict[Key, list[Any]] = {}
    for number, (line, task) in enumerate(each_item(path)):
        key = key_of(task)
        if key is None or key not in left:
            yield line, task
        elif key in seen.whole:
            last, last_line = seen.whole[key]
            if number == last:
                yield line, task
            else:
                reason = f"line {last_line} holds what its annotator decided on this text at last"
                yield line, Problem(where, line, reason, "annotation")
        else:
            merged.setdefault(key, []).extend(_decided(task))
            left[key] -= 1
            if not left[key]:
                yield line, {**task, "spans": _last_of_each(merged.pop(key)), "_is_binary": True}


def _seen(path: Path) -> _Seen:
    seen = _Seen()
    if not _see_lines(path, seen):
        seen = _Seen()
        for number, (line, task) in enumerate(each_item(path)):
            seen.see(number, line, task)
    return seen


def _see_lines(path: Path, seen: _Seen) -> bool:
    """Look at a file of one item a line, which is four times as fast; False: it is not."""
    import orjson

    number = 0
    for line_number, line in each_line(path):
        if isinstance(line, Problem) or has_too_many_parts(line):
            return False
        if line.isspace():
            continue
        try:
            task = orjson.loads(line)
        except orjson.JSONDecodeError:
            return False
        if isinstance(task, list):
            return False
        seen.see(number, line_number, task)
        number += 1
    return True


def key_of(task: Any) -> Key | None:
    """The text and the annotator of a decision; None if the item is none."""
    if not isinstance(task, dict) or not isinstance(task.get("text"), str):
        return None
    if task.get("answer") is None and task.get("spans") is None:
        return None
    return hash(task["text"]), annotator_of(task)


def annotator_of(task: Task) -> str | None:
    """Who decided, if the task names somebody."""
    for name in (task.get("_annotator_id"), task.get("_session_id")):
        if isinstance(name, str) and name.strip() and not _STAMP.fullmatch(name):
            return name
    return None


def is_binary(task: Task) -> bool:
    """Whether the answer is on the spans that are shown, and says nothing of the rest of the
    text, as in ner.teach (https://prodi.gy/docs/recipes#ner-teach)."""
    return task.get("_is_binary") is True or task.get("_view_id") == "ner"


def _decided(task: Task) -> Iterator[Any]:
    """The spans of a task on single spans, each with its answer."""
    spans = task.get("spans")
    for span in spans if isinstance(spans, list) else ():
        is_new = isinstance(span, dict) and "answer" not in span
        yield {**span, "answer": task.get("answer")} if is_new else span


def _last_of_each(spans: list[Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for number, span in enumerate(spans):
        if isinstance(span, dict):
            key: Any = str([span.get(name) for name in ("start", "end", "label")])
        else:
            key = number
        found[key] = span
    return list(found.values())
