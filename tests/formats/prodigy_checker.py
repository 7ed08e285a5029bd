"""A checker of what Prodigy's `db-in` takes, written from the description of its tasks.

https://prodi.gy/docs/api-interfaces: `text`; `tokens` {text, start, end, id, ws} that cover the
text but for spaces; `spans` {start, end, label, token_start, token_end (inclusive)} on edges of
tokens; `relations` between the last tokens of spans.
"""

from itertools import pairwise
from typing import Any

ANSWERS = ("accept", "reject", "ignore", None)


def check(task: dict[str, Any]) -> None:
    """Raises AssertionError, or KeyError, where a task is not as it must be."""
    text = task["text"]
    assert isinstance(text, str)
    assert text
    assert task["answer"] in ANSWERS
    assert isinstance(task["meta"], dict)
    assert isinstance(task["_view_id"], str)
    assert "_task_hash" not in task
    for name in ("_annotator_id", "_session_id"):
        assert isinstance(task[name], str)
    tokens = task["tokens"]
    _check_tokens(tokens, text)
    for span in task["spans"]:
        _check_span(span, tokens, text)
    if task["_view_id"] == "ner_manual":
        ordered = sorted(task["spans"], key=lambda span: span["start"])
        assert all(a["end"] <= b["start"] for a, b in pairwise(ordered))
    for relation in task.get("relations", ()):
        for end in ("head", "child"):
            _check_span(relation[f"{end}_span"], tokens, text)
            assert relation[end] == relation[f"{end}_span"]["token_end"]
        assert isinstance(relation["label"], str)


def _check_tokens(tokens: list[dict[str, Any]], text: str) -> None:
    at = 0
    for number, token in enumerate(tokens):
        start, end = token["start"], token["end"]
        assert token["id"] == number
        assert at <= start < end <= len(text)
        assert text[at:start].strip(" ") == ""
        assert token["text"] == text[start:end]
        assert token["ws"] is (text[end : end + 1] == " ")
        at = end
    assert text[at:].strip(" ") == ""


def _check_span(span: dict[str, Any], tokens: list[dict[str, Any]], text: str) -> None:
    assert 0 <= span["start"] < span["end"] <= len(text)
    assert isinstance(span["label"], str)
    assert span.get("text", text[span["start"] : span["end"]]) == text[span["start"] : span["end"]]
    assert tokens[span["token_start"]]["start"] == span["start"]
    assert tokens[span["token_end"]]["end"] == span["end"]
