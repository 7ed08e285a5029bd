"""Our own JSONL: on each line what one annotator says of one document."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Exported, Item, Kept, Problem, Record, Written
from annotator.core.span import Span, key_of
from annotator.formats.encoding import shown
from annotator.formats.format import Corpus, Format, Writing
from annotator.formats.json_checks import TOO_MANY_PARTS, has_too_many_parts, why_twice
from annotator.formats.lines import each_line
from annotator.formats.raw import Raw, RawRecord, can_be_kept, settle
from annotator.formats.span_items import kind_of, shorten
from annotator.formats.tokens import inside

ANSWERS = {answer.value: answer for answer in Answer}
OURS = frozenset(
    (
        "text",
        "spans",
        "answer",
        "complete",
        "annotator",
        "note",
        "id",
        "meta",
        "kept",
        "turned_down",
    )
)


def read(path: Path) -> Iterator[Item]:
    """The records of a file; only `text` is required of a line. See product.md for the fields.

    What a field of ours holds that we cannot use is kept in the record's meta, and reported.
    Raises OSError if the file cannot be read.
    """
    where = shown(path)
    return settle(_each_raw(path, where), where)


def _each_raw(path: Path, where: str) -> Iterator[Raw]:
    import orjson

    number = 0
    for number, line in each_line(path):
        if isinstance(line, Problem):
            yield line
        elif has_too_many_parts(line):
            yield Problem(where, number, TOO_MANY_PARTS)
        elif not line.isspace():
            try:
                item = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                yield Problem(where, number, f"not JSON at byte {error.pos + 1}: {error.msg}")
                continue
            twice = why_twice(line, item) if isinstance(item, dict) else ""
            if twice:
                yield Problem(where, number, twice)
            else:
                yield from raws_of(item, where, number)
    if not number:
        yield Problem(where, None, "the file is empty", "nothing")


def raws_of(item: Any, path: str, number: int) -> Iterable[Raw]:
    """The record that an object of our fields describes, and what is wrong with it."""
    return _Line(path, number, item).read()


class _Line:
    """One line while it is read: the record it becomes, and what is wrong with it."""

    def __init__(self, path: str, number: int, item: Any) -> None:
        self._path = path
        self._number = number
        self._item = item
        self._meta: dict[str, Any] = {}
        self._problems: list[Problem] = []

    def read(self) -> Iterable[Raw]:
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
        spans = self._spans(item.get("spans"))
        answer = self._answer(item.get("answer"))
        self._check_complete(item, answer)
        annotator = self._annotator(item.get("annotator"))
        note = self._note(item.get("note"))
        kept = self._kept(item.get("kept"))
        kept = {**kept, **self._turned_down(item.get("turned_down"))}
        if (self._meta or kept) and not can_be_kept({**self._meta, "kept": kept}):
            return [self._problem("its fields are nested too deeply to be kept")]
        record = Record(
            text, self._meta, None, answer, annotator, note, self._path, self._number, (), kept
        )
        return [*self._problems, RawRecord(record, spans)]

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

    def _spans(self, items: object) -> list[Any] | None:
        if items is None or isinstance(items, list):
            return items
        self._misfit("spans", items, f"spans must be a list, not {kind_of(items)}")
        return None

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

    def _kept(self, value: object) -> Kept:
        if value is None or isinstance(value, dict):
            return value or {}
        self._misfit("kept", value, f"what is kept must be an object, not {kind_of(value)}")
        return {}

    def _turned_down(self, value: object) -> Kept:
        if value is None or isinstance(value, list):
            return {"turned_down": value} if value else {}
        self._misfit("turned_down", value, f"turned_down must be a list, not {kind_of(value)}")
        return {}

    def _annotator(self, value: object) -> str | None:
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self._misfit("annotator", value, f"an annotator must be a name, not {shorten(value)}")
        return None


def _same(a: object, b: object) -> bool:
    # Lists and objects may be nested too deeply to be compared.
    return isinstance(a, str | int | float | None) and a == b


def write(items: Iterable[Exported], file: BinaryIO, _corpus: Corpus) -> Writing:
    """Write one line for each item."""
    import orjson

    for item in items:
        spans, problems = inside(item)
        try:
            file.write(orjson.dumps(fields_of(item, spans), option=orjson.OPT_APPEND_NEWLINE))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
        else:
            yield from problems
            yield Written(len(spans))


def fields_of(item: Exported, spans: Iterable[Span]) -> dict[str, Any]:
    """All of an item as the object of our fields; see product.md."""
    return {
        "text": item.text,
        "spans": [_span(span, item) for span in spans],
        "answer": item.answer,
        "complete": item.complete,
        "annotator": item.annotator,
        **({"note": item.note} if item.note else {}),
        "id": item.key,
        "meta": item.meta,
        **({"kept": item.kept} if item.kept else {}),
        **_turned_down(item),
    }


def _turned_down(item: Exported) -> dict[str, Any]:
    """What annotators had and gold has not, in reading order."""
    there = set(map(key_of, item.spans))
    gone = sorted(key for key in item.origins if key not in there)
    return {"turned_down": [_span(Span(*key), item) for key in gone]} if gone else {}


def _span(span: Span, item: Exported) -> dict[str, Any]:
    start, end = span.start, span.end
    written: dict[str, Any]
    written = {"start": start, "end": end, "label": span.label, "text": item.text[start:end]}
    if span.source is not None:
        written["source"] = span.source
    if span.score is not None:
        written["score"] = span.score
    if span.note is not None:
        written["note"] = span.note
    if item.origins and (origin := item.origins.get(key_of(span))) is not None:
        written["provenance"] = {"had": origin.had, "how": origin.how, "by": origin.by}
    return written


def _recognises(head: bytes) -> bool:
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return first[:1] == b"{" and b'"text"' in first


JSONL = Format(
    name="jsonl",
    title="JSON lines (Annotator, Prodigy)",
    suffixes=(".jsonl", ".ndjson", ".json", ""),
    read=read,
    write=write,
    recognises=_recognises,
)
