import json
from collections import Counter
from pathlib import Path

import pytest

from annotator.core.record import Record
from annotator.formats import detect
from annotator.formats.conllu import CONLLU
from tests.formats.items import read, read_bytes

BLANK = "\t_" * 7


def row(number: object, word: str, misc: str = "_") -> str:
    return f"{number}\t{word}{BLANK}\t{misc}\n"


def surfaces(record: Record) -> list[tuple[str, str]]:
    return [(record.text[s.start : s.end], s.label) for s in record.spans or ()]


def one(data: str, folder: Path) -> Record:
    (record,), problems = read_bytes(CONLLU, data.encode(), folder)
    assert problems == []
    return record


def test_real_files_hold_what_was_counted_in_them(shared_data: Path) -> None:
    entries = [
        entry
        for entry in json.loads((shared_data / "COUNTS.json").read_bytes())
        if entry["kind"] in {"conllu_entity", "coref_conll"}
    ]
    assert sum(entry["spans"] for entry in entries) == 2 * 2788
    for entry in entries:
        path = shared_data / entry["file"]
        assert detect(path) is CONLLU, path
        (record,), problems = read(CONLLU, path)
        assert problems == [], path
        assert Counter(span.label for span in record.spans or ()) == entry["labels"], path


def test_a_token_of_several_words_is_in_the_text_once(tmp_path: Path) -> None:
    data = (
        "# text = Nous allons au café.\n"
        + row(1, "Nous")
        + row(2, "allons")
        + row("3-4", "au")
        + row(3, "à")
        + row(4, "le", "Entity=(1-place-new")
        + row("4.1", "grand")
        + row(5, "café", "SpaceAfter=No|Entity=1)")
        + row(6, ".")
    )
    record = one(data, tmp_path)
    assert record.text == "Nous allons au café."
    assert surfaces(record) == [("au café", "place")]
    assert record.kept == {"spans": [{"span": [12, 19, "place"], "entity": "1-place-new"}]}


def test_brackets_of_one_entity_may_nest_and_others_may_cross(tmp_path: Path) -> None:
    data = (
        row(1, "a", "Entity=(1-x(1-y") + row(2, "b", "Entity=1)(2-z") + row(3, "c", "Entity=1)2)")
    )
    assert sorted(surfaces(one(data, tmp_path))) == [("a b", "y"), ("a b c", "x"), ("b c", "z")]


def test_the_names_of_the_fields_say_which_is_the_label(tmp_path: Path) -> None:
    data = "# global.Entity = eid-head-etype\n" + row(1, "Ada", "Entity=(1-1-person)")
    assert surfaces(one(data, tmp_path)) == [("Ada", "person")]


def test_documents_begin_where_the_file_says_so(tmp_path: Path) -> None:
    data = "".join(f"# newdoc id = {n}\n{row(1, n)}\n{row(1, 'x')}\n" for n in ("a", "b"))
    records, _ = read_bytes(CONLLU, data.encode(), tmp_path)
    assert [(r.text, r.meta["id"]) for r in records] == [("a\nx", "a"), ("b\nx", "b")]


@pytest.mark.parametrize(
    ("data", "left_out"),
    [
        (row(1, "Ada", "Entity=(1-person"), "span"),
        (row(1, "Ada", "Entity=1)"), "span"),
        (row(1, "Ada", "Entity=(1)"), "span"),
        (row(1, "Ada", "Entity=(1-a)(1-a)"), "span"),
        (row(1, "Ada") + "broken\n", "nothing"),
        ("# text = Ida\n" + row(1, "Ada"), "nothing"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(data: str, left_out: str, tmp_path: Path) -> None:
    (record,), (problem,) = read_bytes(CONLLU, data.encode(), tmp_path)
    assert (record.text, problem.left_out) == ("Ada", left_out)
    assert problem.line
