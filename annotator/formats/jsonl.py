"""Our own JSONL: on each line what one annotator says of one document."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span, key_of
from annotator.formats.encoding import shown
from annotator.formats.format import Format
from annotator.formats.lines import each_line
from annotator.formats.span_items import kind_of, read_span_items, shorten

ANSWERS = {answer.value: answer for answer in Answer}
OURS = frozenset(("text", "spans", "answer", "complete", "annotator", "note", "id", "meta"))


def read(path: Path) -> Iterator[Record | Problem]:
    """The records of a file; only `text` is required of a line. See product.md for the fields.

    What a field of ours holds that we cannot use is kept in the record's meta, and reported.
    Raises OSError if the file cannot be read.
    """
    import orjson

    where, said = shown(path), set[str]()
    number = 0
    for number, line in each_line(path):
        if isinstance(line, Problem):
            yield line
        elif not line.isspace():
            try:
                item = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                yield Problem(where, number, f"not JSON at byte {error.pos + 1}: {error.msg}")
            else:
                yield from _Line(where, number, item, said).read()
    if not number:
        yield Problem(where, None, "the file is empty", "nothing")


class _Line:
    """One line while it is read: the record it becomes, and what is wrong with it.

    `said` holds the unknown fields of spans that the reader of this file has been told of.
    """

    def __init__(self, path: str, number: int, item: Any, said: set[str]) -> None:
        self._path = path
        self._number = number
        self._item = item
        self._said = said
        self._meta: dict[str, Any] = {}
        self._problems: list[Problem] = []

    def read(self) -> Iterable[Record | Problem]:
        """The record, after the problems that do not prevent it; or the one that does."""
        item = self._item
        if not isinstance(item, dict):
            return [self._problem(f"a line must hold an object, not {kind_of(item)}")]
        text = item.get("text")
        if not isinstance(text, str):
            return [self._problem('a line needs a "text" that is a string')]
        if not text:
            return [self._problem("the text is empty")]
        self._read_meta(item, text)
        spans = self._spans(item.get("spans"), text)
        answer = self._answer(item.get("answer"))
        self._check_complete(item, answer)
        annotator = self._annotator(item.get("annotator"))
        note = self._note(item.get("note"))
        if self._meta and not _can_be_kept(self._meta):
            return [self._problem("its fields are nested too deeply to be kept")]
        record = Record(text, self._meta, spans, answer, annotator, note, self._path, self._number)
        return [*self._problems, record]

    def _problem(self, reason: str, left_out: str = "document") -> Problem:
        return Problem(self._path, self._number, reason, left_out)

    def _misfit(self, name: str, value: object, reason: str) -> None:
        self._keep(name, value)
        self._problems.append(self._problem(f"{reason}; kept in meta", "nothing"))

    def _keep(self, name: str, value: object) -> None:
        while name in self._meta and not _same(self._meta[name], value):
            name += "_"
        self._meta[name] = value

    def _read_meta(self, item: dict[str, Any], text: str) -> None:
        given = item.get("meta")
        if isinstance(given, dict):
            self._meta = given
        elif given is not None:
            self._keep("meta", given)
        if not OURS.issuperset(item):
            for name, value in item.items():
                if name not in OURS:
                    self._keep(name, value)
        if item.get("id") is not None and item["id"] != document_key(text):
            self._keep("id", item["id"])

    def _spans(self, items: object, text: str) -> tuple[Span, ...] | None:
        if items is None:
            return None
        if not isinstance(items, list):
            self._misfit("spans", items, f"spans must be a list, not {kind_of(items)}")
            return None
        if not items:
            return ()
        found = read_span_items(items, text)
        for fault in found.faults:
            left_out = "nothing" if fault.kept else "span"
            problem = Problem(self._path, self._number, fault.reason, left_out, fault.span)
            self._problems.append(problem)
        self._say_once(found.unknown - self._said)
        return found.spans

    def _say_once(self, unknown: set[str]) -> None:
        if unknown:
            self._said |= unknown
            names = ", ".join(sorted(unknown))
            reason = f"spans of this file carry what is not kept: {names} (said once)"
            self._problems.append(self._problem(reason, "nothing"))

    def _answer(self, value: object) -> Answer | None:
        if value is None:
            return None
        if not isinstance(value, str) or value not in ANSWERS:
            reason = f"the answer must be accept, reject or ignore, not {shorten(value)}"
            self._misfit("answer", value, reason)
            return None
        return ANSWERS[value]

    def _check_complete(self, item: dict[str, Any], answer: Answer | None) -> None:
        complete = item.get("complete")
        if complete is not None and complete is not (answer is Answer.ACCEPT):
            reason = "complete does not fit the answer: just an accepted document is complete"
            self._misfit("complete", complete, reason)

    def _note(self, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value or None
        self._misfit("note", value, f"a note must be text, not {kind_of(value)}")
        return None

    def _annotator(self, value: object) -> str | None:
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._misfit("annotator", value, f"an annotator must be a name, not {shorten(value)}")
        return None


def _same(a: object, b: object) -> bool:
    # Lists and objects may be nested too deeply to be compared.
    return isinstance(a, str | int | float | None) and a == b


def _can_be_kept(meta: dict[str, Any]) -> bool:
    import orjson

    # orjson reads 1,024 levels but writes 254; the line that meta is written into is one.
    try:
        orjson.dumps({"meta": meta})
    except orjson.JSONEncodeError:
        return False
    return True


def write(items: Iterable[Exported], file: BinaryIO) -> Iterator[Problem]:
    """Write one line for each item, and yield what cannot be written."""
    import orjson

    for item in items:
        problems, line = _line(item)
        yield from problems
        try:
            file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        except orjson.JSONEncodeError as error:
            yield Problem(f"document {item.key}", None, f"JSON cannot hold it: {error}")


def _line(item: Exported) -> tuple[list[Problem], dict[str, Any]]:
    problems, spans, length = [], [], len(item.text)
    for span in sorted(item.spans, key=key_of):
        if span.end <= length:
            spans.append(_span(span, item.text))
        else:
            reason = f"{span.start}-{span.end} is no range of a text of {length} characters"
            problems.append(Problem(f"document {item.key}", None, reason, "span", key_of(span)))
    return problems, {
        "text": item.text,
        "spans": spans,
        "answer": item.answer,
        "complete": item.complete,
        "annotator": item.annotator,
        **({"note": item.note} if item.note else {}),
        "id": item.key,
        "meta": item.meta,
    }


def _span(span: Span, text: str) -> dict[str, Any]:
    start, end = span.start, span.end
    written = {"start": start, "end": end, "label": span.label, "text": text[start:end]}
    if span.source is not None:
        written["source"] = span.source
    if span.score is not None:
        written["score"] = span.score
    if span.note is not None:
        written["note"] = span.note
    return written


def _recognises(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return first[:1] == b"{" and b'"text"' in first


JSONL = Format(
    name="jsonl",
    title="JSON lines (Annotator, Prodigy)",
    suffixes=(".jsonl", ".ndjson", ""),
    read=read,
    write=write,
    recognises=_recognises,
)
