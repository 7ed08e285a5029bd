from pathlib import Path

import pytest

from annotator.errors import FormatError
from annotator.formats.docx import DOCX
from tests.formats.items import ROCKET, read_bytes
from tests.formats.making import W, docx, paragraph, zipped

LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def test_paragraphs_are_lines_and_rows_of_tables_have_tabs(tmp_path: Path) -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    row = f"<w:tr>{cell.format(paragraph('IBM'))}{cell.format(paragraph('Paris'))}</w:tr>"
    table = f"<w:tbl><w:tblPr/>{row}{row}</w:tbl>"
    body = paragraph(ROCKET) + paragraph("") + table + paragraph("End")
    (record,), problems = read_bytes(DOCX, docx(body), tmp_path)
    assert record.text == f"{ROCKET}\n\nIBM\tParis\nIBM\tParis\nEnd"
    assert problems == []
    assert record.meta["author"] == "Jo Writer"


def test_links_insertions_tabs_and_breaks_are_text(tmp_path: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        f"<w:p><w:pPr><w:jc/></w:pPr>{run.format('a ')}"
        f"<w:hyperlink>{run.format('link')}</w:hyperlink>"
        f"<w:ins>{run.format('!')}</w:ins><w:r><w:tab/><w:br/><w:t>Ame\u0301\u00a0x</w:t></w:r>"
        f"<w:sdt><w:sdtContent>{run.format('.')}</w:sdtContent></w:sdt></w:p>"
    )
    (record,), problems = read_bytes(DOCX, docx(body), tmp_path)
    assert record.text == "a link!\t\nAme\u0301\u00a0x."
    assert problems == []


def test_what_has_no_place_in_the_text_is_said(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>Ada</w:t><w:footnoteReference w:id='1'/></w:r>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:r><w:drawing><x/></w:drawing></w:r></w:p>"
    )
    separator = f"<w:footnote w:type='separator'>{paragraph('---')}</w:footnote>"
    notes = (
        f"<w:footnotes {W}>{separator}<w:footnote>{paragraph('A note.')}</w:footnote></w:footnotes>"
    )
    (record,), (problem,) = read_bytes(DOCX, docx(body, footnotes=notes), tmp_path)
    assert record.text == "Ada\nA note."
    assert problem.left_out == "nothing"
    for what in ("1 deleted passages", "1 footnotes (they stand at the end)", "1 pictures"):
        assert what in problem.reason


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>Ada</w:t></w:r></w:p>"
    )
    (record,), problems = read_bytes(DOCX, docx(body), tmp_path)
    assert (record.text, problems) == ("Ada\nIn a box", [])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office document, or one with a"),
        (b"{\\rtf1 x}", "no Word document"),
        (docx(paragraph("x"))[:200], "no Word document"),
        (zipped({"x.txt": "x"}), "no part 'word/document.xml'"),
        (zipped({"word/document.xml": "<w:document"}), "is not XML"),
        (zipped({"word/document.xml": LAUGHS + "<x>&b;</x>"}), "document type"),
        (
            zipped({"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}),
            "document type",
        ),
        (zipped({"word/document.xml": "<a>" * 100_000}), "is not XML"),
        (docx(""), "no text"),
    ],
    ids=["old", "rtf", "cut", "other", "xml", "entities", "external", "deep", "blank"],
)
def test_what_cannot_be_read_is_one_sentence(data: bytes, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=sentence):
        read_bytes(DOCX, data, tmp_path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    body = paragraph("x") + " " * (101 * 1024**2)
    with pytest.raises(FormatError, match="too large"):
        read_bytes(DOCX, docx(body), tmp_path)


def test_entities_are_never_expanded_from_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", "utf-8")
    xml = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'
    with pytest.raises(FormatError, match="document type"):
        read_bytes(DOCX, zipped({"word/document.xml": xml}), tmp_path)
