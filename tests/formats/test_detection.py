"""What a format writes is taken for that format when it comes back, whatever stands in it."""

from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.record import Exported
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats import FORMATS, detect
from annotator.formats.format import Format
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, write_to

LABELLED = [known for known in FORMATS if known.can_read and known.can_write]
LONG_SPANS = tuple(Span(at * 4, at * 4 + 3, "ORG") for at in range(1_500))
FIRST = {
    "labelled": exported(ROCKET, ROCKET_SPANS),
    "finished": exported(ROCKET, ROCKET_SPANS, Answer.ACCEPT, {"source": "wire 7"}),
    "without spans": exported(ROCKET, (), Answer.ACCEPT),
    "with meta": exported(ROCKET, (), Answer.ACCEPT, {"source": "wire 7", "tokens": 8}),
    "long": exported("IBM " * 30_000, LONG_SPANS, Answer.ACCEPT, {"source": "wire 7"}),
    "dense": exported("IBM " * 1_500, LONG_SPANS, Answer.ACCEPT),
    "a word": exported("Paris", ROCKET_SPANS[:0], Answer.ACCEPT),
}


def has_a_say(suffix: str) -> bool:
    # Plain text may look like anything.
    return suffix not in {"", ".txt"}


CASES = [(known, s) for known in LABELLED for s in known.suffixes if has_a_say(s)]


@pytest.mark.parametrize(("known", "suffix"), CASES, ids=lambda c: getattr(c, "name", c))
@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST.keys())
def test_what_a_format_writes_is_detected_as_that_format(
    known: Format, suffix: str, first: Exported, tmp_path: Path
) -> None:
    target, _ = write_to(tmp_path, known, first, exported("IBM and Bonn.", ()))
    files = [f for f in target.rglob("*") if f.suffix == suffix] if target.is_dir() else [target]
    for file in files:
        assert detect(file.rename(file.with_suffix(suffix))).name == known.name


@pytest.mark.parametrize("data", [b'{\n  "name": "x",\n  "tags": [ {\n', b"[\n  1,\n  2\n]\n"])
def test_json_of_no_known_kind_is_one_sentence(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "project.json"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"no known kind"):
        detect(path)


def test_a_text_that_begins_like_json_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"[Applause]\nThank you.")
    assert detect(path).name == "text"
