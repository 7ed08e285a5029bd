"""Hugging Face token classification: tokens and IOB2 tags, an object a line.

https://huggingface.co/docs/transformers/tasks/token_classification. Numbers for tags need the
names of the labels (`ClassLabel`): in the object, or in a file beside. We write names, and the
columns `text` and `offsets` (code points), which trainers pass over and we read again.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Item, Problem, Record, Verdict, Written
from annotator.formats.encoding import shown
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.formats.hf_labels import names_beside, names_in
from annotator.formats.json_head import first_item
from annotator.formats.json_items import each_item
from annotator.formats.span_items import kind_of, shorten
from annotator.formats.tags import UNKNOWN, TagEvidence, iob2, untagged
from annotator.formats.token_rows import TokenRow, written_tokens
from annotator.formats.token_text import TokenText, spans_of
from annotator.formats.tokens import Aligned, aligned

TOKENS = ("tokens", "words")
TAGS = ("ner_tags", "tags", "ner", "labels", "label", "ner_labels", "fine_ner_tags")
OURS = ("annotator", "complete", "label_names", "features")
IGNORED = -100
"""The number of tokens whose tag does not count in training."""
MOST_LOOKED_AT = 100_000
"""So many tags tell the scheme; their rows are held in memory."""

Names = dict[int, str]


def read(path: Path) -> Iterator[Item]:
    """The documents of a file. Tags must be strings, or numbers with their names beside.

    Raises FormatError if the file is an array that is no JSON, OSError if it cannot be read.
    """
    where = shown(path)
    items = _each_row(path, where, names_beside(path))
    evidence, head, seen = TagEvidence(), [], 0
    for row in items:
        head.append(row)
        tags = row.tags if isinstance(row, _Row) else None
        evidence.add(tags or ())
        seen += len(tags or ()) + 1
        if seen >= MOST_LOOKED_AT:
            break
    scheme = evidence.scheme()
    if any(isinstance(row, _Row) and row.tags for row in head):
        yield Verdict(where, scheme.name, scheme.sureness, scheme.sentence)
    for row in chain(head, items):
        yield from row.read(scheme.name) if isinstance(row, _Row) else (row,)


def _each_row(path: Path, where: str, beside: Names) -> Iterator["_Row | Problem"]:
    for line, found in each_item(path):
        if isinstance(found, Problem):
            yield found
        elif not isinstance(found, dict):
            yield Problem(where, line, f"an item must be an object, not {kind_of(found)}")
        elif isinstance(found.get("data"), list) and "tokens" not in found:
            for fields in found["data"]:
                yield _Row(where, line, fields if isinstance(fields, dict) else {}, beside)
        else:
            yield _Row(where, line, found, beside)


class _Row(TokenRow):
    """One object: its tokens, and its tags by name (None: it has none that can be read)."""

    __slots__ = ("_tags_name", "_tokens_name", "tags")

    def __init__(self, where: str, line: int, fields: dict[str, Any], beside: Names) -> None:
        super().__init__(where, line, fields)
        self._tokens_name = next((name for name in TOKENS if name in fields), TOKENS[0])
        self._tags_name = next((name for name in TAGS if name in fields), "")
        self.tags = self._named(names_in(fields, self._tags_name) or beside)

    def _named(self, names: Names) -> list[str] | None:
        values = self.fields.get(self._tags_name)
        if values is None:
            return None
        tokens = self.fields.get(self._tokens_name)
        if not isinstance(values, list) or not isinstance(tokens, list):
            self.problem("its tags must be a list, one for each token", "annotation")
        elif len(values) != len(tokens):
            reason = f"{len(values)} tags for {len(tokens)} tokens"
            self.problem(reason, "annotation")
        else:
            return self._names(values, names)
        return None

    def _names(self, values: list[Any], names: Names) -> list[str] | None:
        tags = [_name(value, names) for value in values]
        if None not in tags:
            return tags  # type: ignore[return-value]
        value = shorten(values[tags.index(None)])
        if names:
            reason = f"{value} is the number of none of {len(names)} labels"
        else:
            reason = (
                f"the tag {value} is no name, and no names stand beside:"
                " put dataset_info.json or labels.txt beside the file"
            )
        self.problem(reason, "annotation")
        return None

    def read(self, scheme: str) -> Iterator[Item]:
        """The record, after what is wrong with it."""
        made = self.made(self._tokens_name)
        meta = None if made is None else self._meta(made)
        if made is None or meta is None:
            yield from (p for p in self.problems if p.left_out in {"document", "nothing"})
            return
        spans = None if self.tags is None else self._spans(made, self.tags, scheme)
        yield from self.problems
        annotator = self.fields.get("annotator")
        yield Record(
            text=made.text,
            meta=meta,
            spans=spans,
            answer=self._answer(),
            annotator=annotator if isinstance(annotator, str) and annotator.strip() else None,
            path=self.where,
            line=self.line,
        )

    def _meta(self, made: TokenText) -> dict[str, Any] | None:
        fields = self.fields
        if isinstance(fields.get("meta"), str):
            # Ours: columns must have one type, and meta has many.
            fields["meta"] = _object(fields["meta"])
        return self.meta((self._tokens_name, self._tags_name, *OURS), made.text)

    def _spans(self, made: TokenText, tags: list[str], scheme: str) -> Any:
        found = untagged(tags, scheme)
        for fault in found.faults:
            left_out = "span" if fault.is_lost else "nothing"
            self.problem(f"token {fault.token + 1}: {fault.reason}", left_out)
        read = spans_of(made, found.ranges)
        for (first, end, label), reason in read.misfits:
            self.problem(reason, "span", (first, end, label))
        return read.spans

    def _answer(self) -> Answer | None:
        """Every token has a tag: that is a statement of all, unless the object denies it."""
        complete = self.fields.get("complete", True)
        known = self.tags is not None and UNKNOWN not in self.tags
        return Answer.ACCEPT if known and complete is True else None


def _name(value: Any, names: Names) -> str | None:
    if isinstance(value, str):
        return value
    if type(value) is not int:
        return None
    return UNKNOWN if value == IGNORED else names.get(value)


def _object(text: str) -> Any:
    import orjson

    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    return found if isinstance(found, dict) else text


def write(items: Iterable[Exported], file: BinaryIO, _corpus: Corpus) -> Writing:
    """Write a line for each item, with the same columns of the same types in each."""
    import orjson

    for item in items:
        found = aligned(item, flat=True)
        try:
            file.write(orjson.dumps(_line(item, found), option=orjson.OPT_APPEND_NEWLINE))
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
        else:
            yield from found.problems
            yield Written(len(found.spans))


def _line(item: Exported, found: Aligned) -> dict[str, Any]:
    import orjson

    tokens, offsets = written_tokens(item, found)
    return {
        "id": item.key,
        "tokens": tokens,
        "ner_tags": iob2(len(tokens), found.spans),
        "text": item.text,
        "offsets": offsets,
        "annotator": item.annotator,
        "complete": item.complete,
        "meta": orjson.dumps(item.meta).decode(),
    }


def _recognises(head: bytes) -> bool:
    first = first_item(head)
    return (
        isinstance(first, dict)
        and any(_begins_with_strings(first.get(name, ())) for name in TOKENS)
        and any(isinstance(first.get(name, ()), list | None) for name in TAGS)
    )


def _begins_with_strings(value: Any) -> bool:
    # None: the head ends in it.
    return value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value))


HF = Format(
    name="hf",
    title="Hugging Face token classification",
    suffixes=(".jsonl", ".json", ".ndjson"),
    read=read,
    write=write,
    recognises=_recognises,
    holds=frozenset((Holds.TEXT, Holds.META, Holds.ANNOTATORS)),
)
