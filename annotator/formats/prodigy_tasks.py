"""Prodigy's tasks, written."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, BinaryIO

from annotator.core.record import Exported, Kept, Problem, Written
from annotator.core.span import Span, SpanKey, key_of, overlap
from annotator.core.words import Range, Words
from annotator.formats.format import Corpus, Writing
from annotator.formats.kept import fields_of_spans, own, relations_between
from annotator.formats.token_items import covering, unpacked
from annotator.formats.tokens import inside

NAME = "prodigy"
RELATION = ("head", "child", "head_span", "child_span", "label")
"""Fields of a relation that are said of it in our own way; the others are kept."""


def write(items: Iterable[Exported], file: BinaryIO, _corpus: Corpus) -> Writing:
    """Write a task a line, with tokens, as `db-in` takes them.

    Tokens are those that came with the task, else the pipeline's, cut where spans begin or end
    inside one. `answer` is null while unfinished: where it is missing, `db-in` takes it for
    accepted. Hashes of tasks are left to `db-in`.
    """
    import orjson

    for item in items:
        spans, problems = inside(item)
        try:
            task, lost = _written(item, spans)
            file.write(orjson.dumps(task, option=orjson.OPT_APPEND_NEWLINE))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
        else:
            yield from problems
            yield from lost
            yield Written(len(spans))


_NOT_WRITTEN = ("tokens", "disabled", "relations", "answer", "spans", "_view_id")


def _written(item: Exported, spans: list[Span]) -> tuple[dict[str, Any], list[Problem]]:
    kept = own(item, NAME)
    ranges, extras = _tokens(item, kept, spans)
    first = {start: number for number, (start, _) in enumerate(ranges)}
    last = {end: number for number, (_, end) in enumerate(ranges)}
    more = fields_of_spans(item)
    written = {
        key_of(s): _span(s, first[s.start], last[s.end], more)
        | {"text": item.text[s.start : s.end]}
        for s in spans
    }
    found, lost = relations_between(item, written)
    relations = [_relation(fields, written[a], written[b]) for a, b, fields in found]
    relations += kept.get("relations", ())
    answer = item.answer or kept.get("answer")
    task = {
        "text": item.text,
        "meta": item.meta,
        **{name: value for name, value in kept.items() if name not in _NOT_WRITTEN},
        "tokens": [
            _token(item.text, number, each, more)
            for number, (each, more) in enumerate(zip(ranges, extras, strict=True))
        ],
        "_view_id": _view(kept.get("_view_id"), spans),
        "spans": list(written.values()),
        **({"relations": relations} if relations else {}),
        "answer": answer,
        "_annotator_id": item.annotator,
        "_session_id": kept.get("_session_id", item.annotator),
        **({"note": item.note} if item.note else {}),
    }
    return task, lost


def _tokens(
    item: Exported, kept: Kept, spans: list[Span]
) -> tuple[list[Range], list[dict[str, Any]]]:
    ranges, extras = unpacked(kept, item.text)
    starts, ends = {start for start, _ in ranges}, {end for _, end in ranges}
    if ranges and all(span.start in starts and span.end in ends for span in spans):
        return ranges, extras
    ranges = covering(item.text, ranges or Words(item.text, item.tokens), spans)
    return ranges, [{}] * len(ranges)


def _token(text: str, number: int, place: Range, more: dict[str, Any]) -> dict[str, Any]:
    start, end = place
    space = text[end : end + 1] == " "
    return {"text": text[start:end], "start": start, "end": end, "id": number, "ws": space, **more}


def _span(span: Span, first: int, last: int, more: dict[SpanKey, dict[str, Any]]) -> dict[str, Any]:
    given = {"source": span.source, "score": span.score, "note": span.note}
    return {
        "start": span.start,
        "end": span.end,
        "token_start": first,
        "token_end": last,
        "label": span.label,
        **{name: value for name, value in given.items() if value is not None},
        **more.get(key_of(span), {}),
    }


def _view(kept: Any, spans: list[Span]) -> str:
    if isinstance(kept, str) and kept not in {"ner", "ner_manual"}:
        return kept
    return "spans_manual" if any(overlap(a, b) for a, b in pairwise(spans)) else "ner_manual"


def _relation(
    relation: dict[str, Any], head: dict[str, Any], child: dict[str, Any]
) -> dict[str, Any]:
    names = ("start", "end", "token_start", "token_end", "label")
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": {name: head[name] for name in names},
        "child_span": {name: child[name] for name in names},
        **relation,
    }
