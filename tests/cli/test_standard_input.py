from pathlib import Path

from tests.cli.typed import annotator


def test_import_reads_standard_input(project: Path) -> None:
    lines = '{"text":"🚀 Ada","spans":[{"start":2,"end":5,"label":"PERSON"}]}\n{"te\n'.encode()
    ran = annotator("import", project, "-", "--json", stdin=lines)
    assert ran.code == 3
    assert (ran.json["read"], ran.json["spans"]) == (1, 1)
    assert ran.json["problems"][0]["path"] == "standard input"


def test_import_reads_standard_input_as_the_format_that_is_named(project: Path) -> None:
    ran = annotator("import", project, "-", "--format", "text", "--json", stdin=b'{"text":"a"}')
    assert (ran.code, ran.json["read"], ran.json["added"]) == (0, 1, 1)
    assert annotator("import", project, "-", "--json", stdin=b"").code == 3
