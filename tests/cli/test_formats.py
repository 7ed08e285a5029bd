"""The list of formats as it is printed."""

from annotator.formats import formats
from tests.cli.typed import annotator


def test_each_format_is_a_line_with_its_ways() -> None:
    ran = annotator("formats")
    heading, *lines = ran.out.splitlines()
    assert (ran.code, heading.split()[:2]) == (0, ["name", "title"])
    assert [line.split()[0] for line in lines] == [known.name for known in formats()]
    assert "in/out" in next(line for line in lines if line.startswith("jsonl "))
    assert " in/out" not in next(line for line in lines if line.startswith("text "))


def test_as_json_all_of_it_is_there() -> None:
    found = {one["name"]: one for one in annotator("formats", "--json").json["formats"]}
    assert set(found) == {known.name for known in formats()}
    assert (found["jsonl"]["in"], found["jsonl"]["out"]) == (True, True)
    assert found["jsonl"]["no_room_for"] == []
    assert ".jsonl" in found["jsonl"]["suffixes"]
    assert not found["text"]["out"]
