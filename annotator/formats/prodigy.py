"""Prodigy's tasks: JSON lines, or an array, of texts with spans, tokens, answers and relations.

https://prodi.gy/docs/api-interfaces; offsets count code points, `token_end` is inclusive.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.annotation import Answer
from annotator.core.record import Item, Kept, Problem, Record
from annotator.errors import FormatError
from annotator.formats import decisions
from annotator.formats.encoding import shown
from annotator.formats.fields import add_field, add_meta
from annotator.formats.format import Format
from annotator.formats.json_head import first_item, is_spread
from annotator.formats.prodigy_tasks import NAME, RELATION, write
from annotator.formats.raw import Raw, RawRecord, RawRelation, can_be_kept, settle
from annotator.formats.span_items import kind_of, shorten
from annotator.formats.token_items import packed

ANSWERS = {answer.value: answer for answer in Answer}
WHOLE_VIEWS = (None, "ner_manual", "spans_manual", "spans", "relations", "review", "blocks")
"""Interfaces whose answer is on all spans of a text; in others it is on something else."""
_READ = (
    *("text", "spans", "tokens", "meta", "answer", "relations", "note", "_annotator_id"),
    "_task_hash",  # a hash of the rest, which `db-in` makes anew
)
_KNOWN = ("options", "accept", "sessions", "versions", "config", "label", "rejected", "view_id")
_PATTERNS = "This is a file of patterns, not of documents."
_BRING_IN = (
    "Bring it in with “annotator patterns PROJECT FILE”, or in the window with Model > Patterns."
)


def read(path: Path) -> Iterator[Item]:
    """The records of a file: of several lines on one text by one annotator the last.

    What decisions on single spans reject is kept, and is no span. Answers of interfaces that
    do not ask for spans are kept. Raises FormatError for a file of patterns, OSError.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    rejected = 0
    for count, (line, item) in enumerate(decisions.current(path)):
        if isinstance(item, Problem):
            yield item
            continue
        if not count and _is_pattern(item):
            raise FormatError(_PATTERNS, _BRING_IN)
        fault = _fault(item)
        if fault:
            yield Problem(where, line, fault)
        else:
            task = _Task(item, where, line)
            yield from task.read()
            rejected += task.rejected
    if rejected:
        reason = f"{rejected:,} spans were rejected: they are kept, but are no labels"
        yield Problem(where, None, reason, "nothing")


def _is_pattern(item: Any) -> bool:
    return isinstance(item, dict) and {"label", "pattern"} <= item.keys() and "text" not in item


def _fault(item: Any) -> str:
    if not isinstance(item, dict):
        return f"an item must be an object, not {kind_of(item)}"
    if not isinstance(item.get("text"), str):
        if _is_pattern(item):
            return "this is a pattern, not a document"
        return 'an item needs a "text" that is a string'
    return "" if item["text"] else "the text is empty"


class _Task:
    """One task while it is read."""

    def __init__(self, item: dict[str, Any], where: str, line: int) -> None:
        self._item = item
        self._text: str = item["text"]
        self._where = where
        self._line = line
        self._problems: list[Problem] = []
        self.rejected = 0

    def read(self) -> Iterator[Raw]:
        """The record, after the problems that do not prevent it; or the one that does."""
        item = self._item
        kept = self._kept()
        meta = self._meta()
        spans = self._spans(kept)
        answer = self._answer(kept)
        relations = list(self._relations(spans, kept))
        note = item.get("note") if isinstance(item.get("note"), str) else None
        whole = {NAME: kept} if kept else {}
        if not can_be_kept({"meta": meta, **whole}):
            reason = "its fields are nested too deeply, or hold too large a number, to be kept"
            yield Problem(self._where, self._line, reason)
            return
        yield from self._problems
        annotator = decisions.annotator_of(item)
        record = Record(
            self._text, meta, None, answer, annotator, note, self._where, self._line, (), whole
        )
        yield RawRecord(record, spans, relations=relations)

    def _misfit(self, reason: str) -> None:
        self._problems.append(Problem(self._where, self._line, reason, "nothing"))

    def _kept(self) -> Kept:
        item = self._item
        kept = {
            name: value
            for name, value in item.items()
            if (name[:1] == "_" or name in _KNOWN) and name not in _READ and value is not None
        }
        if kept.get("_session_id") == decisions.annotator_of(item):
            kept.pop("_session_id", None)
        return {**kept, **packed(item.get("tokens"), self._text)} if self._is_said() else {}

    def _is_said(self) -> bool:
        """Whether somebody has said anything of the text, so that it is an annotation."""
        return self._item.get("spans") is not None or self._item.get("answer") is not None

    def _meta(self) -> dict[str, Any]:
        meta: dict[str, Any] = {}
        add_meta(meta, self._item.get("meta"))
        for name, value in self._item.items():
            is_free = name not in _READ and not (self._is_said() and _is_prodigys(name))
            if is_free and value is not None:
                add_field(meta, name, value)
        return meta

    def _spans(self, kept: Kept) -> list[Any] | None:
        spans = self._item.get("spans")
        if spans is None:
            # The field may be missing where nothing is marked.
            return [] if self._item.get("answer") == "accept" else None
        if not isinstance(spans, list):
            self._misfit(f"spans must be a list, not {kind_of(spans)}; kept")
            kept["spans"] = spans
            return None
        default = self._item.get("answer") if decisions.is_binary(self._item) else "accept"
        if default == "accept" and not self._item.get("relations") and not _are_answered(spans):
            return spans
        right = []
        for span in spans:
            said = span.get("answer", default) if isinstance(span, dict) else "accept"
            if said == "accept":
                right.append(_identified(span))
            else:
                kept.setdefault("rejected", []).append(span)
                self.rejected += said == "reject"
        return right

    def _answer(self, kept: Kept) -> Answer | None:
        said = self._item.get("answer")
        if said is None:
            return None
        if not isinstance(said, str) or said not in ANSWERS:
            self._misfit(f"the answer must be accept, reject or ignore, not {shorten(said)}; kept")
        elif decisions.is_binary(self._item):
            return None
        elif self._item.get("_view_id") in WHOLE_VIEWS:
            return ANSWERS[said]
        kept["answer"] = said
        return None

    def _relations(self, spans: list[Any] | None, kept: Kept) -> Iterator[RawRelation]:
        """The relations between spans; those between mere tokens are kept as they are."""
        given = self._item.get("relations")
        if not isinstance(given, list):
            return
        there = {span["id"] for span in spans or () if isinstance(span, dict) and "id" in span}
        for relation in given:
            ends = _ends(relation)
            if ends and there.issuperset(ends):
                extra = {n: v for n, v in relation.items() if n not in RELATION}
                yield RawRelation(relation["label"], *ends, extra)
            else:
                kept.setdefault("relations", []).append(relation)


def _is_prodigys(name: str) -> bool:
    return name[:1] == "_" or name in _KNOWN


def _are_answered(spans: list[Any]) -> bool:
    return any(isinstance(span, dict) and "answer" in span for span in spans)


def _identified(span: Any) -> Any:
    """The span with what relations call it by; what an answer on it says is known by now."""
    if not isinstance(span, dict):
        return span
    key = str((span.get("start"), span.get("end"), span.get("label")))
    return {**{n: v for n, v in span.items() if n != "answer"}, "id": key}


def _ends(relation: Any) -> tuple[str, str] | None:
    if not isinstance(relation, dict) or not isinstance(relation.get("label"), str):
        return None
    head, child = _identified(relation.get("head_span")), _identified(relation.get("child_span"))
    both = isinstance(head, dict) and isinstance(child, dict)
    return (head["id"], child["id"]) if both else None


def _recognises(head: bytes) -> bool:
    first = first_item(head)
    if not isinstance(first, dict):
        return False
    if _is_pattern(first) or any(n in first for n in ("_input_hash", "_task_hash", "_view_id")):
        return True
    match first:
        case {"text": _, "tokens": [{"text": _}, *_]}:
            return True
    # Plain texts with spans are of our own format, but that has an object in each line.
    return "text" in first and is_spread(head)


PRODIGY = Format(
    name=NAME,
    title="Prodigy",
    suffixes=(".jsonl", ".ndjson", ".json"),
    read=read,
    write=write,
    recognises=_recognises,
    offsets=("codepoints",),
    tokens=True,
)
