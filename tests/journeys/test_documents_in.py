"""Documents of other programs and archives of them, brought in through the window."""

from pathlib import Path

from tests.formats.making import chapter, docx, epub, paragraph, pdf, zipped
from tests.journeys.person import Person, rows


def test_an_archive_of_documents_comes_in_and_each_can_be_labelled(
    person: Person, tmp_path: Path
) -> None:
    documents = {
        "a.docx": docx(paragraph("Ida lives in Oslo.")),
        "b.epub": epub(chapter("<p>Eva lives in Rome.</p>")),
        "c.csv": "text,title\nUna lives in Cork.,Una\n",
        "d/e.zip": zipped({"f.pdf": pdf(b"Ola lives in Bonn.")}),
        "../up.txt": "Out of the archive.",
    }
    (tmp_path / "all.zip").write_bytes(zipped(documents))
    before = len(rows(person.screen.documents.view))
    person.window.files.import_files([tmp_path / "all.zip"])
    person.wait(lambda: not person.window.jobs.is_busy())
    assert "4 new" in person.message
    assert "all.zip/../up.txt: its name leads out of the archive" in person.message
    person.wait(lambda: len(rows(person.screen.documents.view)) == before + 4)
    person.window.files.import_files([tmp_path / "all.zip"])
    person.wait(lambda: not person.window.jobs.is_busy())
    assert "0 new" in person.message
