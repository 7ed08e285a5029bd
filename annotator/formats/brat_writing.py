"""Writing brat standoff: a pair of files for each item, and the configuration that brat needs."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.core.record import Exported, Written
from annotator.core.span import Span, SpanKey, key_of
from annotator.formats.brat_configuration import Configuration
from annotator.formats.format import Corpus, Folder, Writing
from annotator.formats.kept import fields_of_spans, foreign, key_in, objects
from annotator.formats.names import Names
from annotator.formats.offsets import Convention, Ruler
from annotator.formats.tokens import inside

# brat takes all of these for the end of a line.
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


ROLES = ["Arg1", "Arg2"]


def write_folder(items: Iterable[Exported], folder: Folder, corpus: Corpus) -> Writing:
    """Write a `.txt`, exactly the text in UTF-8, and an `.ann` for each item."""
    names, configuration = Names(), Configuration(corpus.labels)
    for item in items:
        ann = _Ann(item, configuration, corpus.offsets or "codepoints")
        lines = ann.lines()
        name = names.fresh(item)
        with folder.open(f"{name}.txt") as file:
            file.write(item.text.encode("utf-8"))
        with folder.open(f"{name}.ann") as file:
            file.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
        yield from ann.problems
        yield Written(len(ann.ids))
    with folder.open("annotation.conf") as file:
        file.write(configuration.text().encode("utf-8"))


class _Ann:
    """What becomes of one item: `ids` of its spans, and `problems` of what is not written."""

    def __init__(self, item: Exported, configuration: Configuration, unit: str) -> None:
        spans, self.problems = inside(item)
        self.problems += foreign(item, "brat")
        self.ids: dict[SpanKey, str] = {}
        self._item = item
        self._configuration = configuration
        self._ruler = Ruler(item.text, Convention(unit))
        self._fragments = _kept_fragments(item)
        self._spans = [span for span in spans if self._has_room(span)]

    def _has_room(self, span: Span) -> bool:
        surface = self._item.text[span.start : span.end]
        if _BREAKS.match(surface) or _BREAKS.fullmatch(surface[-1]):
            reason = f"{surface!r} begins or ends with a line break, which brat cannot hold"
            self.problems.append(self._item.left_out("span", reason, key_of(span)))
            return False
        return True

    def lines(self) -> list[str]:
        """The lines of the `.ann` file."""
        return [*self._span_lines(), *self._relation_lines(), *self._kept_lines()]

    def _span_lines(self) -> Iterator[str]:
        notes: list[str] = []
        for number, span in enumerate(self._spans, start=1):
            name = self.ids[key_of(span)] = f"T{number}"
            fragments = self._fragments.get(key_of(span)) or self._cut(span)
            written = (self._ruler.written(*one) for one in fragments)
            ranges = ";".join(f"{start} {end}" for start, end in written)
            surface = " ".join(self._item.text[start:end] for start, end in fragments)
            yield f"{name}\t{self._type(span)} {ranges}\t{surface}"
            if span.note:
                notes.append(f"#{len(notes) + 1}\tAnnotatorNotes {name}\t{self._note(span)}")
        yield from notes
        self._notes = len(notes)

    def _type(self, span: Span) -> str:
        written = self._configuration.entity(span.label)
        if written != span.label and self._configuration.is_new(span.label):
            reason = f"the label {span.label!r} is written as {written} (said once)"
            self.problems.append(self._item.left_out("nothing", reason, key_of(span)))
        return written

    def _note(self, span: Span) -> str:
        note = span.note or ""
        if _BREAKS.search(note):
            reason = "its note is written on one line"
            self.problems.append(self._item.left_out("nothing", reason, key_of(span)))
        return _BREAKS.sub(" ", note)

    def _cut(self, span: Span) -> list[tuple[int, int]]:
        """The pieces of a span between line breaks."""
        edges = [span.start]
        for found in _BREAKS.finditer(self._item.text, span.start, span.end):
            edges += found.span()
        edges.append(span.end)
        return list(zip(edges[::2], edges[1::2], strict=True))

    def _relation_lines(self) -> Iterator[str]:
        for number, relation in enumerate(objects(self._item.kept.get("relations")), start=1):
            head, child = self._id(relation.get("head")), self._id(relation.get("child"))
            if not head or not child:
                self._lose(f"the relation {relation.get('label')!r}")
                continue
            label = self._relation_type(relation)
            name = relation.get("id")
            if not (isinstance(name, str) and re.fullmatch(r"R\d+", name)):
                name = f"R{number + len(self._spans)}"
            one, other = _roles(relation.get("roles"))
            yield f"{name}\t{label} {one}:{head} {other}:{child}"

    def _relation_type(self, relation: dict[str, Any]) -> str:
        label = str(relation.get("label") or "")
        written = self._configuration.relation(label)
        if written != label and self._configuration.is_new(f"relation {label}"):
            reason = f"the relation {label!r} is written as {written} (said once)"
            self.problems.append(self._item.left_out("nothing", reason))
        return written

    def _kept_lines(self) -> list[str]:
        """The lines that a brat file had beside spans and their relations."""
        lines = [one for one in objects(self._item.kept.get("brat")) if _is_line(one)]
        had = {one["id"] for one in lines}
        while True:
            lost = [one for one in lines if not self._is_whole(one, had, lines)]
            if not lost:
                break
            for one in lost:
                lines.remove(one)
                self._lose(f"{one['id']} ({one['words'][0][1]})")
        return [self._kept_line(one) for one in lines]

    def _is_whole(self, line: dict[str, Any], had: set[str], lines: list[dict[str, Any]]) -> bool:
        """Whether all is there that a line names."""
        there = {one["id"] for one in lines}
        return all(
            what not in had - there if isinstance(what, str) else self._id(what)
            for _, what in line["words"]
        )

    def _kept_line(self, line: dict[str, Any]) -> str:
        self._configuration.learn(line)
        named = [
            (role, what if isinstance(what, str) else self._id(what))
            for role, what in line["words"]
        ]
        words = " ".join(f"{role}:{what}" if role else str(what) for role, what in named)
        name = line["id"]
        if name[0] == "#":  # those of spans come first
            self._notes += 1
            name = f"#{self._notes}"
        return "\t".join([name, words, *([line["text"]] if "text" in line else [])])

    def _id(self, key: Any) -> str | None:
        """What the span of this key is called here."""
        named = key_in(key)
        return self.ids.get(named) if named else None

    def _lose(self, what: str) -> None:
        reason = f"{what} is about a span that is not there any more"
        self.problems.append(self._item.left_out("relation", reason))


def _roles(roles: Any) -> list[str]:
    fit = isinstance(roles, list) and all(
        isinstance(role, str) and re.fullmatch(r"[^\s:]+", role) for role in roles
    )
    return roles if fit and len(roles) == len(ROLES) else ROLES


def _is_line(line: dict[str, Any]) -> bool:
    """Whether it is one that the reader kept: what is kept may come out of any JSONL."""
    name, words, text = line.get("id"), line.get("words"), line.get("text", "")
    return (
        isinstance(name, str)
        and re.fullmatch(r"[REAMN#]\S*|\*", name) is not None
        and isinstance(words, list)
        and bool(words)
        and all(map(_is_word, words))
        and isinstance(text, str)
        and not _BREAKS.search(text)
    )


def _is_word(word: Any) -> bool:
    if not (isinstance(word, list) and len(word) == 2):  # noqa: PLR2004
        return False
    role, what = word
    plain = isinstance(what, str) and not re.search(r"\s", what)
    return (
        isinstance(role, str) and not re.search(r"\s", role) and (plain or key_in(what) is not None)
    )


def _kept_fragments(item: Exported) -> dict[SpanKey, list[tuple[int, int]]]:
    """The fragments of spans that have several, where they fit the span."""
    every = fields_of_spans(item).items()
    found = {key: _fitting(key, fields.get("fragments"), item.text) for key, fields in every}
    return {key: fragments for key, fragments in found.items() if fragments}


def _fitting(key: SpanKey, fragments: Any, text: str) -> list[tuple[int, int]]:
    try:
        ranges = [(start, end) for start, end in fragments or ()]
        fit = (
            all(key[0] <= start < end <= key[1] for start, end in ranges)
            and (min(ranges)[0], max(end for _, end in ranges)) == key[:2]
            and not any(_BREAKS.search(text[start:end]) for start, end in ranges)
        )
    except (TypeError, ValueError):
        return []
    return ranges if fit else []
