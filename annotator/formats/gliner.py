"""GLiNER's training data: an array of objects with tokens, and spans counted in tokens.

https://github.com/urchade/GLiNER/blob/main/docs/training.md: `ner` holds [first, last, label],
both inclusive; `relations` [head, tail, type], by their places in `ner`; `ner_negatives` labels
that stand nowhere in the text. `text`, `offsets` (code points) and `meta` are ours; GLiNER
passes over them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.annotation import Answer
from annotator.core.record import Exported, Item, Problem, Record, Written
from annotator.core.span import Span, SpanKey, key_of
from annotator.formats.encoding import shown
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.formats.json_head import first_item
from annotator.formats.json_items import each_item
from annotator.formats.span_items import kind_of, shorten
from annotator.formats.token_rows import TokenRow, written_tokens
from annotator.formats.token_text import TokenText
from annotator.formats.tokens import Aligned, aligned

LISTS = ("ner_labels", "ner_negatives", "rel_labels", "rel_negatives")
OURS = ("tokenized_text", "ner", "relations", "complete", *LISTS)


def read(path: Path) -> Iterator[Item]:
    """The documents of a file. Lists of labels are kept, and written back.

    Raises OSError if the file cannot be read.
    """
    where = shown(path)
    for line, found in each_item(path):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found, dict):
            yield from _Row(where, line, found).read()
        else:
            yield Problem(where, line, f"an item must be an object, not {kind_of(found)}")


class _Row(TokenRow):
    """One object while it is read."""

    __slots__ = ()

    def read(self) -> Iterator[Item]:
        """The record, after what is wrong with it."""
        made = self.made("tokenized_text")
        meta = None if made is None else self.meta(OURS, made.text)
        if made is None or meta is None:
            yield from self.problems
            return
        spans = self._spans(made)
        kept = self._kept(made, spans)
        yield from self.problems
        complete = self.fields.get("complete", True) is True
        yield Record(
            text=made.text,
            meta=meta,
            spans=None if spans is None else tuple(Span(*key) for key in sorted(spans)),
            answer=Answer.ACCEPT if complete and spans is not None else None,
            path=self.where,
            line=self.line,
            kept=kept,
        )

    def _spans(self, made: TokenText) -> list[SpanKey] | None:
        items = self.fields.get("ner")
        if not isinstance(items, list):
            if items is not None:
                self.problem(f'"ner" must be a list, not {kind_of(items)}', "annotation")
            return None
        found: dict[SpanKey, None] = {}
        for item in items:
            key = _key(item, made)
            if key is None:
                self._misfit(item, f"{shorten(item)} is no span of {len(made.ranges)} tokens")
            elif key in found:
                self._misfit(item, "the same span stands there twice")
            else:
                found[key] = None
        return list(found)

    def _misfit(self, item: Any, reason: str) -> None:
        is_span = isinstance(item, list) and len(item) == len(("first", "last", "label"))
        self.problem(reason, "span", tuple(item) if is_span else None)

    def _kept(self, made: TokenText, spans: list[SpanKey] | None) -> dict[str, Any]:
        lists = {name: value for name in LISTS if (value := self.strings(name)) is not None}
        relations = self._relations(made, spans or ())
        kept = {"gliner": lists, "relations": relations}
        return {name: value for name, value in kept.items() if value}

    def _relations(self, made: TokenText, spans: Iterable[SpanKey]) -> list[dict[str, Any]]:
        items = self.fields.get("relations")
        if items is None:
            return []
        if not isinstance(items, list):
            self.problem(f'"relations" must be a list, not {kind_of(items)}', "relation")
            return []
        ner = self.fields.get("ner")
        keys = [_key(item, made) for item in ner] if isinstance(ner, list) else []
        there = set(spans)
        found = []
        for item in items:
            match item:
                case [int(head), int(tail), str(label)] if {
                    _at(keys, head),
                    _at(keys, tail),
                } <= there:
                    ends = {"head": list(keys[head] or ()), "child": list(keys[tail] or ())}
                    found.append({"label": label, **ends})
                case _:
                    reason = f"the relation {shorten(item)} is none between spans here"
                    self.problem(reason, "relation")
        return found


def _key(item: Any, made: TokenText) -> SpanKey | None:
    match item:
        case [int(first), int(last), str(label)]:
            return made.key(first, last + 1, label)
    return None


def _at(keys: list[SpanKey | None], index: int) -> SpanKey | None:
    return keys[index] if 0 <= index < len(keys) else None


def write(items: Iterable[Exported], file: BinaryIO, corpus: Corpus) -> Writing:
    """Write an object for each item. Labels that a finished document does not have are its
    `ner_negatives`: a person has looked, and found none."""
    import orjson

    divider = b"[\n"
    for item in items:
        found = aligned(item, flat=False)
        relations, problems = _written_relations(item, found)
        fields = _fields(item, found, relations, corpus.labels)
        try:
            data = orjson.dumps(fields)
        except orjson.JSONEncodeError as error:
            yield item.left_out("annotation", f"JSON cannot hold it: {error}")
            continue
        file.write(divider + data)
        divider = b",\n"
        yield from found.problems
        yield from problems
        yield Written(len(found.spans))
    file.write(b"[]\n" if divider == b"[\n" else b"\n]\n")


def _fields(
    item: Exported, found: Aligned, relations: list[list[Any]], labels: Iterable[str]
) -> dict[str, Any]:
    tokens, offsets = written_tokens(item, found)
    kept = item.kept.get("gliner")
    kept = kept if isinstance(kept, dict) else {}
    used = dict.fromkeys(one.span.label for one in found.spans)
    known = labels if item.complete else ()
    negatives = dict.fromkeys([*_strings(kept.get("ner_negatives")), *known])
    # What was left out is there all the same.
    there = {span.label for span in item.spans}
    lists = {
        **{name: _strings(kept.get(name)) for name in LISTS},
        "ner_labels": [*dict.fromkeys([*used, *_strings(kept.get("ner_labels"))])],
        "ner_negatives": [label for label in negatives if label not in there],
    }
    return {
        "tokenized_text": tokens,
        "ner": [[one.first, one.end - 1, one.span.label] for one in found.spans],
        **{name: value for name, value in lists.items() if value},
        **({"relations": relations} if relations else {}),
        "text": item.text,
        "offsets": offsets,
        "complete": item.complete,
        **({"meta": item.meta} if item.meta else {}),
    }


def _strings(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _written_relations(item: Exported, found: Aligned) -> tuple[list[list[Any]], list[Problem]]:
    places = {key_of(one.span): at for at, one in enumerate(found.spans)}
    relations, problems = [], []
    for relation in item.kept.get("relations") or ():
        head, tail, label = _ends(relation, places)
        if head is None or tail is None:
            reason = f"the relation {shorten(label)} has an end that is no span here"
            problems.append(item.left_out("relation", reason))
        else:
            relations.append([head, tail, label])
    return relations, problems


def _ends(relation: Any, places: dict[SpanKey, int]) -> tuple[int | None, int | None, Any]:
    match relation:
        case {
            "label": str(label),
            "head": [int(), int(), str()] as head,
            "child": [int(), int(), str()] as child,
        }:
            return places.get(tuple(head)), places.get(tuple(child)), label
    return None, None, relation


def _recognises(head: bytes) -> bool:
    first = first_item(head)
    return isinstance(first, dict) and "tokenized_text" in first


GLINER = Format(
    name="gliner",
    title="GLiNER training data",
    suffixes=(".json", ".jsonl"),
    read=read,
    write=write,
    recognises=_recognises,
    holds=frozenset((Holds.TEXT, Holds.NESTED, Holds.META, Holds.RELATIONS)),
)
