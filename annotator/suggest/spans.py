"""The spans of a spaCy doc as suggestions: its entities and those of its span groups."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import Suggestion
from annotator.suggest.confidence import DIGITS, Confidence, TokenSpan

SCORES = "scores"
"""The attribute of a span group in which spaCy's categorizers keep their scores (0 to 1), one
for each span: https://spacy.io/api/spancategorizer#assigned-attributes"""


def suggestions_of(
    doc: Any,
    confidences: Mapping[TokenSpan, Confidence],
    candidates: Collection[str],
    *,
    source: str,
) -> list[Suggestion]:
    """What components wrote to a doc, in reading order; the same from several of them once,
    with a score where one has one.

    Offsets count from the start of the doc's text. The groups named in `candidates` are no
    proposals. A span of a group without a label has the group's name as its label. White space
    at the edges is left out, and with it spans of nothing else.
    """
    found: dict[SpanKey, Suggestion] = {}
    for suggestion in _trimmed(doc.text, _each(doc, confidences, candidates, source)):
        held = found.get(key_of(suggestion))
        if held is None or held.score is None:
            found[key_of(suggestion)] = suggestion
    return sorted(found.values(), key=key_of)


def _each(
    doc: Any, confidences: Mapping[TokenSpan, Confidence], candidates: Collection[str], source: str
) -> Iterator[Suggestion]:
    for entity in doc.ents:
        sure = confidences.get((entity.start, entity.end, entity.label_))
        yield Suggestion(
            entity.start_char,
            entity.end_char,
            entity.label_,
            source,
            sure.score if sure else None,
            sure.runners_up if sure else (),
        )
    for name, group in doc.spans.items():
        if name not in candidates:
            for span, score in zip(group, _scores(group), strict=True):
                label = span.label_ or name
                yield Suggestion(span.start_char, span.end_char, label, source, score)


def _scores(group: Any) -> list[float | None]:
    """The score of each span of a group; None where the group has none that we understand."""
    try:
        # A single-label categorizer (spaCy 3.8) keeps them as a column.
        scores = np.asarray(group.attrs.get(SCORES), dtype=float).ravel().tolist()
    except (TypeError, ValueError):
        scores = []
    if len(scores) != len(group):
        return [None] * len(group)
    return [round(score, DIGITS) if 0 <= score <= 1 else None for score in scores]


def _trimmed(text: str, suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    for one in suggestions:
        words = text[one.start : one.end]
        start = one.start + len(words) - len(words.lstrip())
        shown = words.strip()
        if shown and one.label.strip():
            yield Suggestion(
                start, start + len(shown), one.label, one.source, one.score, one.runners_up
            )
