from pathlib import Path

import pytest

from annotator.core.record import Problem, Record
from annotator.errors import FormatError
from annotator.formats.epub import EPUB
from tests.formats.items import ROCKET, read_bytes
from tests.formats.making import CONTAINER, chapter, epub, zipped


def test_each_chapter_is_a_document_in_the_order_of_reading(tmp_path: Path) -> None:
    chapters = [chapter(f"<h1>Part {n}</h1><p>{ROCKET}</p>") for n in range(12)]
    records, problems = read_bytes(EPUB, epub(*chapters), tmp_path)
    assert [record.text for record in records] == [f"Part {n}\n{ROCKET}" for n in range(12)]
    assert problems == []
    assert records[1].meta == {
        "book": "Journeys",
        "author": "Jo Writer",
        "title": "Part 1",
        "chapter": 2,
        "source": "sample.epub",
    }


def test_the_text_is_what_is_shown(tmp_path: Path) -> None:
    body = (
        "<p>Ada\n  <b>Love</b>lace &amp; Zoë&nbsp;Ame\u0301</p><script>x</script><ul><li>one</li>"
        "<li>two</li></ul><table><tr><td>a</td><td>b</td></tr></table>a<br/>b<!-- no -->c"
    )
    (record,), _ = read_bytes(EPUB, epub(chapter(body)), tmp_path)
    lines = ["Ada Lovelace & Zoë\u00a0Ame\u0301", "one", "two", "a\tb", "a", "bc"]
    assert record.text == "\n".join(lines)


def test_chapters_without_text_are_no_documents(tmp_path: Path) -> None:
    records, problems = read_bytes(EPUB, epub(chapter("<img/>"), chapter("<p>x</p>")), tmp_path)
    assert [record.meta["chapter"] for record in records] == [2]
    assert problems == []


def test_a_chapter_that_is_missing_spares_its_neighbours(tmp_path: Path) -> None:
    data = epub(chapter("<p>1</p>"), chapter("<p>2</p>"), chapter("<p>3</p>"))
    broken = data.replace(b"chapter 1.xhtml", b"chapter 9.xhtml")
    (tmp_path / "a.epub").write_bytes(broken)
    assert EPUB.read
    items = list(EPUB.read(tmp_path / "a.epub"))
    assert [item.text for item in items if isinstance(item, Record)] == ["1", "3"]
    (problem,) = [item for item in items if isinstance(item, Problem)]
    assert "chapter 1.xhtml" in problem.path
    assert "no part" in problem.reason


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\3\4", "no EPUB book"),
        (zipped({"x": "x"}), "no part 'META-INF/container.xml'"),
        (zipped({"META-INF/container.xml": "<container/>"}), "does not say what is in it"),
        (zipped({"META-INF/container.xml": CONTAINER}), "no part 'OEBPS/book.opf'"),
        (
            zipped({"META-INF/container.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
            "document type",
        ),
    ],
)
def test_what_is_no_book_is_one_sentence(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=sentence):
        read_bytes(EPUB, data, tmp_path)


def test_a_book_without_text_is_one_sentence(tmp_path: Path) -> None:
    records, problems = read_bytes(EPUB, epub(chapter("<img/>")), tmp_path)
    assert records == []
    assert [problem.reason for problem in problems] == [
        "there is no chapter with text in this book"
    ]


def test_a_chapter_nested_deeply_is_read_in_bounded_time(tmp_path: Path) -> None:
    records, problems = read_bytes(EPUB, epub(chapter("<div>" * 100_000 + "x")), tmp_path)
    assert len(records) + len(problems) == 1


def test_entities_of_a_chapter_are_not_expanded(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>a &e; b</p>'
    (record,), _ = read_bytes(EPUB, epub(page), tmp_path)
    assert record.text.endswith("a &e; b")
