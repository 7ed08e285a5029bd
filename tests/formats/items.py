"""Reading and writing in one go, and items to write."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from annotator.core.annotation import Answer
from annotator.core.document import document_key
from annotator.core.record import Exported, Item, Problem, Record, Written
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.files import read_records
from annotator.formats.format import Corpus, Format

LABELS = ("PERSON", "ORG", "GPE")
CORPUS = Corpus(labels=LABELS, language="en")
ROCKET = "🚀 Ada Lovelace joined IBM in Paris."
ROCKET_SPANS = (Span(2, 14, "PERSON"), Span(22, 25, "ORG"), Span(29, 34, "GPE"))


def read(known: Format, path: Path) -> tuple[list[Record], list[Problem]]:
    assert known.read
    return sorted_out(list(known.read(path)))


def sorted_out(items: Sequence[Item]) -> tuple[list[Record], list[Problem]]:
    assert all(isinstance(item, Item) for item in items)
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Problem)]


def read_bytes(known: Format, data: bytes, folder: Path) -> tuple[list[Record], list[Problem]]:
    path = folder / f"sample{known.suffixes[0]}"
    path.write_bytes(data)
    return read(known, path)


def read_anything(known: Format, path: Path) -> tuple[list[Record], list[Problem]]:
    """What a file or folder yields when it is imported in this format."""
    try:
        return sorted_out(list(read_records([path], format_name=known.name)))
    except FormatError as error:
        return [], [Problem(str(path), None, str(error))]


def write(known: Format, *items: Exported, corpus: Corpus = CORPUS) -> tuple[bytes, list[Problem]]:
    """What a format of one file writes, and its problems."""
    assert known.write
    file = BytesIO()
    outcomes = list(known.write(items, file, corpus))
    return file.getvalue(), checked(items, outcomes)


def write_to(
    folder: Path, known: Format, *items: Exported, corpus: Corpus = CORPUS
) -> tuple[Path, list[Problem]]:
    """The file or folder that a format writes, and its problems."""
    if known.write is None:
        assert known.write_folder
        target = folder / "written"
        outcomes = list(known.write_folder(items, _Folder(target), corpus))
        return target, checked(items, outcomes)
    target = folder / f"written{known.suffixes[0]}"
    data, problems = write(known, *items, corpus=corpus)
    target.write_bytes(data)
    return target, problems


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root
        root.mkdir(exist_ok=True)
        for old in root.rglob("*"):
            if old.is_file():
                old.unlink()

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            yield file


def checked(items: Sequence[Exported], outcomes: Sequence[Problem | Written]) -> list[Problem]:
    """The problems; all spans and annotations are written or left out by one of them."""
    problems = [outcome for outcome in outcomes if isinstance(outcome, Problem)]
    written = [outcome.spans for outcome in outcomes if isinstance(outcome, Written)]
    left_out = Counter(problem.left_out for problem in problems)
    out = {problem.key for problem in problems if problem.left_out == "annotation"}
    gone = sum(len(item.spans) for item in items if item.key in out)
    assert sum(written) + left_out["span"] + gone == sum(len(item.spans) for item in items)
    assert len(written) + left_out["annotation"] == len(items)
    return problems


def exported(
    text: str = ROCKET,
    spans: tuple[Span, ...] = (),
    answer: Answer | None = None,
    meta: dict[str, object] | None = None,
) -> Exported:
    return Exported(document_key(text), text, meta or {}, "ana", spans, answer)


def as_exported(record: Record, annotator: str = "ana") -> Exported:
    """A record on its way out again, as the project would give it."""
    return Exported(
        document_key(record.text),
        record.text,
        record.meta,
        record.annotator or annotator,
        record.spans or (),
        record.answer,
        record.note,
        record.kept,
    )
