"""Writing a format of several files in one go."""

from pathlib import Path

from annotator.core.record import Exported, Problem, Record
from annotator.formats import detect
from annotator.formats.files import read_records
from annotator.formats.format import Corpus, Format
from annotator.session.whole_file import whole_folder
from tests.formats.items import LABELS, checked


def write_folder(
    known: Format, out: Path, *items: Exported, offsets: str | None = None
) -> list[Problem]:
    """Write items to a new folder; the problems. The numbers must add up."""
    assert known.write_folder
    corpus = Corpus(labels=LABELS, language="en", offsets=offsets)
    with whole_folder(out) as folder:
        outcomes = list(known.write_folder(items, folder, corpus))
    return checked(items, outcomes)


def read_folder(folder: Path) -> tuple[list[Record], list[Problem]]:
    """What the import of a folder finds, each file in the format that is detected."""
    items = list(read_records([folder]))
    problems = [item for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Record)], problems


def is_detected(known: Format, path: Path) -> bool:
    return detect(path) is known
