"""Gold annotations for the benchmark of effort: token files, JSONL, and GUM's trees, as texts
of twenty sentences; and what the embedded pipeline's labels are called in them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from annotator.core.span import SpanKey
from annotator.core.words import Range

SENTENCES = 20
"""Sentences that are joined to one text."""

PLACES = dict.fromkeys(("GPE", "LOC", "FAC"), "LOC")
REST = ("NORP", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE", "PRODUCT")
POLITICS = {"PERSON": "politician", "ORG": "organisation", "GPE": "country", "EVENT": "event"}
MUSIC = {"PERSON": "musicalartist", "ORG": "organisation", "WORK_OF_ART": "song", "EVENT": "event"}
MAPS: tuple[dict[str, str], ...] = (
    {"PERSON": "PER", "ORG": "ORG", **PLACES, **dict.fromkeys(REST, "MISC")},
    {"PERSON": "PERSON", "ORG": "ORG", "PRODUCT": "PRODUCT", **dict.fromkeys(PLACES, "LOCATION")},
    {"PERSON": "person", "ORG": "corporation", "PRODUCT": "product", "WORK_OF_ART": "creative-work"}
    | dict.fromkeys(PLACES, "location"),
    dict.fromkeys(REST, "misc") | dict.fromkeys(PLACES, "location") | POLITICS,
    dict.fromkeys(REST, "misc") | dict.fromkeys(PLACES, "location") | MUSIC,
)
GUM = {"person": "PER", "organization": "ORG", "place": "LOC"}
INSIDE = {"PROPN", "ADP", "PUNCT", "DET", "NUM", "PART"}
"""Parts of speech of a name's words; it begins and ends with a proper noun."""

Token = tuple[str, str]
"""A word and its tag: IOB, or IOB1."""


@dataclass(frozen=True)
class Gold:
    """A text with its spans, sorted."""

    text: str
    spans: tuple[SpanKey, ...]


def read(
    paths: Iterable[Path],
    *,
    spans: int,
    in_each: int = SENTENCES,
    documents: int | None = None,
) -> list[Gold]:
    """The first texts of some files, so many sentences in each, up to the one in which so many
    spans are full; at most so many documents. A text that comes again is left out: a project
    holds it once."""
    found_sentences = (sentence for path in sorted(paths) for sentence in sentences(path))
    batches = iter(lambda: list(islice(found_sentences, in_each)), [])
    found: dict[str, Gold] = {}
    for gold in map(_joined, batches):
        if sum(len(one.spans) for one in found.values()) >= spans or len(found) == documents:
            break
        found.setdefault(gold.text, gold)
    return [*found.values()]


def real_documents(paths: Iterable[Path]) -> list[Gold]:
    """The documents of files that mark where one begins (`# newdoc`); none of other files."""
    found: dict[str, Gold] = {}
    for path in sorted(paths):
        _, *parts = path.read_text("utf-8").split("# newdoc")
        for part in parts:
            blocks = _blocks(f"# newdoc{part}".split("\n"))
            gold = _joined([_of_tokens(_iob(block)) for block in blocks])
            found.setdefault(gold.text, gold)
    return [*found.values()]


def label_map(labels: set[str]) -> dict[str, str]:
    """What the embedded pipeline's labels are called in a corpus with these labels: by the
    known map that fits best, or by their own names."""
    best = max(MAPS, key=lambda one: len(set(one.values()) & labels))
    known = {ours: theirs for ours, theirs in best.items() if theirs in labels}
    return known if len(set(known.values())) > 1 else {label: label for label in labels}


def sentences(path: Path) -> Iterator[Gold]:
    """The sentences of a file."""
    lines = path.read_text("utf-8").split("\n")
    if path.suffix == ".jsonl":
        return _of_jsonl(lines)
    blocks = _blocks(lines)
    return map(_of_tokens, map(_gum if path.suffix == ".conllu" else _iob, blocks))


def _of_jsonl(lines: list[str]) -> Iterator[Gold]:
    for line in lines:
        item = json.loads(line) if line.strip() else {}
        if item.get("text") and item.get("answer", "accept") == "accept":
            spans = {(s["start"], s["end"], s["label"]) for s in item.get("spans") or ()}
            yield Gold(item["text"], tuple(sorted(spans)))


def _blocks(lines: list[str]) -> Iterator[list[list[str]]]:
    """The fields of the lines between blank lines; comments and `-DOCSTART-` are left out."""
    block: list[list[str]] = []
    for line in [*lines, ""]:
        if not line.strip() and block:
            yield block
            block = []
        elif line.strip() and not line.startswith(("# ", "-DOCSTART-")):
            block.append(line.split("\t") if "\t" in line else line.split())


def _iob(block: list[list[str]]) -> list[Token]:
    # UNER numbers its tokens; the others have the word first and the tag last.
    numbered = all(fields[0].isdigit() and len(fields) > 2 for fields in block)
    return [(f[1], f[2]) if numbered else (f[0], f[-1]) for f in block]


def _gum(block: list[list[str]]) -> list[Token]:
    """Of all that GUM marks the names of persons, organizations and places, as CoNLL-2003
    has them, the outermost."""
    words = [fields for fields in block if fields[0].isdigit()]
    tags = ["O"] * len(words)
    for first_marked, last_marked, label in sorted(_marked(words), key=lambda m: m[0] - m[1]):
        first, last = _bare(words, first_marked, last_marked)
        kinds = [word[3] for word in words[first : last + 1]]
        is_name = kinds[0] == kinds[-1] == "PROPN" and set(kinds) <= INSIDE
        if is_name and set(tags[first : last + 1]) == {"O"}:
            tags[first : last + 1] = [f"B-{label}"] + [f"I-{label}"] * (last - first)
    return [(word[1], tag) for word, tag in zip(words, tags, strict=True)]


def _bare(words: list[list[str]], first: int, last: int) -> Range:
    """First and last word without an article before and a genitive after."""
    while first < last and words[first][3] == "DET":
        first += 1
    while first < last and words[last][3] == "PART":
        last -= 1
    return first, last


def _marked(words: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """First and last word of what has one of the three kinds: `(4-person-…` to `4)`."""
    begun: list[tuple[str, str, int]] = []
    for i, word in enumerate(words):
        entity = re.search(r"(?:^|\|)Entity=([^|]+)", word[9])
        for mark in re.findall(r"\([^()]+\)?|\d+\)", entity[1] if entity else ""):
            number, _, rest = mark.strip("()").partition("-")
            if mark.startswith("("):
                begun.append((number, rest.split("-")[0], i))
            if mark.endswith(")"):
                at = next(k for k in reversed(range(len(begun))) if begun[k][0] == number)
                _, kind, first = begun.pop(at)
                if kind in GUM:
                    yield first, i, GUM[kind]


def _of_tokens(tokens: list[Token]) -> Gold:
    """The words joined by blanks."""
    text, spans, before = "", [], ""
    for word, tag in tokens:
        start, label = len(text), tag[2:]
        text += f"{word} "
        if tag.startswith("B-") or (label and label != before):
            spans.append((start, start + len(word), label))
        elif label:
            spans[-1] = (spans[-1][0], start + len(word), label)
        before = label
    return Gold(text.rstrip(" "), tuple(spans))


def _joined(sentences: list[Gold]) -> Gold:
    """One text with a sentence in each line."""
    text, spans = "", []
    for sentence in sentences:
        spans += [(len(text) + s, len(text) + e, label) for s, e, label in sentence.spans]
        text += f"{sentence.text}\n"
    return Gold(text.rstrip("\n"), tuple(sorted(spans)))
