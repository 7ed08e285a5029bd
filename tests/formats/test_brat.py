"""brat: what its files hold comes in, and goes out so that brat opens it."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.document import document_key
from annotator.core.record import Exported, Problem, Record, Verdict
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.brat import BRAT
from tests.formats.folders import is_detected, read_folder, write_folder
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read
from tests.formats.torture import texts

SAMPLE = Path(__file__).parent / "samples" / "brat.ann"
TWO_LINES = "Ada\r\nLovelace met\nCharles \u2028 Babbage."


def pair(folder: Path, text: str, *lines: str, encoding: str = "utf-8") -> Path:
    (folder / "a.txt").write_bytes(text.encode(encoding))
    ann = folder / "a.ann"
    ann.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return ann


def one(path: Path) -> tuple[Record, list[Problem]]:
    (record,), problems = read(BRAT, path)
    return record, problems


def again(item: Exported, folder: Path) -> Record:
    write_folder(BRAT, folder / "out", item)
    records, problems = read_folder(folder / "out")
    assert problems == []
    return records[0]


def exported_of(record: Record) -> Exported:
    key = document_key(record.text)
    return Exported(key, record.text, {}, "ana", record.spans or (), None, None, record.kept)


def test_relations_are_kept_neutrally_and_notes_belong_to_their_spans() -> None:
    record, problems = one(SAMPLE)
    assert problems == []
    assert is_detected(BRAT, SAMPLE)
    assert record.spans == (
        ROCKET_SPANS[0],
        replace(ROCKET_SPANS[1], note="the company"),
        ROCKET_SPANS[2],
    )
    assert record.kept["relations"] == [
        {
            "label": "Works_for",
            "head": [2, 14, "PERSON"],
            "child": [22, 25, "ORG"],
            "id": "R1",
            "roles": ["Arg1", "Arg2"],
        }
    ]


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (ROCKET, "T1\tORG 22 25\tIBM", "code points"),
        (ROCKET, "T1\tORG 23 26\tIBM", "UTF-16 units"),
        (ROCKET, "T1\tORG 25 28\tIBM", "UTF-8 bytes"),
        ("one\r\ntwo IBM", "T1\tORG 8 11\tIBM", "CRLF counted as one"),
        ("\ufeffone IBM", "T1\tORG 4 7\tIBM", "the byte order mark not counted"),
    ],
)
def test_the_surfaces_tell_what_the_offsets_count(
    text: str, line: str, found: str, tmp_path: Path
) -> None:
    items = list(BRAT.read(pair(tmp_path, text, line)) if BRAT.read else ())
    (verdict,) = [item for item in items if isinstance(item, Verdict)]
    (record,) = [item for item in items if isinstance(item, Record)]
    assert found in verdict.sentence
    assert [text[s.start : s.end] for s in record.spans or ()] == ["IBM"]


def test_a_line_that_fits_nothing_never_takes_its_neighbours_with_it(tmp_path: Path) -> None:
    lines = [
        "T1\tORG 22 25\tIBM",
        "nothing at all",
        "T2\tORG x y\tIBM",
        "T3\tORG 22 25\tAda",
        "T1\tORG 2 5\tAda",
        "R1\tOwns Arg1:T1 Arg2:T9",
        "E1\tJoin:T9 Who:T1",
        "T4\tPERSON 2 14\tAda Lovelace",
    ]
    record, problems = one(pair(tmp_path, ROCKET, *lines))
    assert [span.label for span in record.spans or ()] == ["PERSON", "ORG"]
    assert Counter(problem.left_out for problem in problems) == {"span": 3, "relation": 3}
    assert {problem.line for problem in problems} >= {2, 3, 5, 7}


def test_events_attributes_links_comments_and_equivalences_come_out_again(tmp_path: Path) -> None:
    lines = [
        "T1\tPERSON 2 14\tAda Lovelace",
        "T2\tJoin 15 21\tjoined",
        "T3\tORG 22 25\tIBM",
        "E1\tJoin:T2 Who:T1 What:T3",
        "R1\tSeen Arg1:E1 Arg2:T3",
        "A1\tNegated E1",
        "A2\tSure T1 High",
        "M1\tSpeculation E1",
        "N1\tReference T3 Wikipedia:18622\tInternational Business Machines",
        "*\tEquiv T1 T3",
        "#1\tAnnotatorNotes E1\tis it?",
    ]
    record, problems = one(pair(tmp_path, ROCKET, *lines))
    assert problems == []
    assert record.kept["brat"][0]["words"][0] == ["Join", [15, 21, "Join"]]
    out = tmp_path / "out"
    assert write_folder(BRAT, out, exported_of(record)) == []
    written = next(out.glob("*.ann")).read_text(encoding="utf-8").splitlines()
    assert Counter(written) == Counter(lines)
    configuration = (out / "annotation.conf").read_text(encoding="utf-8")
    assert "[events]\nJoin What*:<ANY>, Who*:<ANY>\n" in configuration
    assert "Sure Arg:<ANY>, Value:High" in configuration


def test_what_is_about_a_span_that_is_gone_is_named_and_left_out(tmp_path: Path) -> None:
    lines = [
        "T1\tPERSON 2 14\tAda Lovelace",
        "T2\tORG 22 25\tIBM",
        "R1\tWorks_for Arg1:T1 Arg2:T2",
        "E1\tJoin:T2 Who:T1",
        "A1\tNegated E1",
        "A2\tSure T2",
    ]
    record, _ = one(pair(tmp_path, ROCKET, *lines))
    item = replace(exported_of(record), spans=(Span(22, 25, "ORG"),))
    problems = write_folder(BRAT, tmp_path / "out", item)
    assert [problem.left_out for problem in problems] == ["relation"] * 3
    (ann,) = (tmp_path / "out").glob("*.ann")
    assert ann.read_text() == "T1\tORG 22 25\tIBM\nA2\tSure T1\n"


def test_fragments_are_kept_and_written_back(tmp_path: Path) -> None:
    line = "T1\tPERSON 2 5;9 14\tAda elace"
    record, problems = one(pair(tmp_path, ROCKET, line))
    assert problems == []
    assert record.spans == (Span(2, 14, "PERSON"),)
    assert record.kept["spans"] == [
        {"span": [2, 14, "PERSON"], "fragments": [[2, 5], [9, 14]]},
    ]
    write_folder(BRAT, tmp_path / "out", exported_of(record))
    assert next((tmp_path / "out").glob("*.ann")).read_text() == f"{line}\n"


def test_fragments_whose_text_is_another_are_left_out_with_their_relations(tmp_path: Path) -> None:
    lines = ["T1\tPERSON 2 5;9 14\tAda Lace", "T2\tORG 22 25\tIBM", "R1\tOf Arg1:T1 Arg2:T2"]
    record, problems = one(pair(tmp_path, ROCKET, *lines))
    assert record.spans == (Span(22, 25, "ORG"),)
    assert [problem.left_out for problem in problems] == ["span", "relation"]
    assert record.kept["relations"] == []


def test_a_span_over_line_breaks_is_written_in_fragments_and_is_one_span_again(
    tmp_path: Path,
) -> None:
    span = Span(0, len(TWO_LINES) - 1, "PERSON")
    record = again(exported(TWO_LINES, (span,)), tmp_path)
    assert (record.text, record.spans, record.kept) == (TWO_LINES, (span,), {})
    lines = next((tmp_path / "out").glob("*.ann")).read_text(encoding="utf-8").split("\n")
    assert lines == ["T1\tPERSON 0 3;5 17;18 26;27 35\tAda Lovelace met Charles   Babbage", ""]


def test_a_span_that_begins_with_a_line_break_is_left_out(tmp_path: Path) -> None:
    problems = write_folder(BRAT, tmp_path / "out", exported("a\nb", (Span(1, 3, "ORG"),)))
    assert [problem.left_out for problem in problems] == ["span"]


def test_labels_with_blanks_are_written_without_and_told_apart(tmp_path: Path) -> None:
    spans = (Span(2, 14, "A B"), Span(22, 25, "A_B"), Span(29, 34, "A B"))
    problems = write_folder(BRAT, tmp_path / "out", exported(spans=spans))
    assert [problem.left_out for problem in problems] == ["nothing", "nothing"]
    assert "'A B' is written as A_B" in str(problems[0])
    (ann,) = (tmp_path / "out").glob("*.ann")
    labels = [line.split("\t")[1].split(" ")[0] for line in ann.read_text("utf-8").splitlines()]
    assert labels == ["A_B", "A_B_2", "A_B"]


def test_a_relation_without_a_label_is_written_with_a_type(tmp_path: Path) -> None:
    ends = {"head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
    kept = {"relations": [{"label": "", **ends}, {"label": "a b", **ends}]}
    item = replace(exported(spans=ROCKET_SPANS), kept=kept)
    problems = write_folder(BRAT, tmp_path / "out", item)
    assert [problem.left_out for problem in problems] == ["nothing", "nothing"]
    (record,), _ = read_folder(tmp_path / "out")
    assert [one["label"] for one in record.kept["relations"]] == ["Related", "a_b"]


def test_offsets_go_out_in_the_unit_that_is_asked_for(tmp_path: Path) -> None:
    write_folder(BRAT, tmp_path / "out", exported(spans=ROCKET_SPANS[:1]), offsets="utf16")
    (ann,) = (tmp_path / "out").glob("*.ann")
    assert ann.read_text(encoding="utf-8") == "T1\tPERSON 3 15\tAda Lovelace\n"


def test_titles_make_safe_names_each_used_once(tmp_path: Path) -> None:
    titles = ["../../etc/passwd", "A/B\\C: d?", "con", "CON", "..", "a", "A", "a-2"]
    items = [exported(f"{n} {ROCKET}", meta={"title": t}) for n, t in enumerate(titles)]
    write_folder(BRAT, tmp_path / "out", *items)
    names = sorted(path.stem for path in (tmp_path / "out").glob("*.txt"))
    assert len({name.casefold() for name in names}) == len(titles)
    assert not {"con", "CON", ".."} & set(names)
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_the_text_beside_annotations_is_not_imported_for_itself(tmp_path: Path) -> None:
    write_folder(BRAT, tmp_path / "out", exported(spans=ROCKET_SPANS))
    (tmp_path / "out" / "alone.txt").write_text("Alone.")
    records, problems = read_folder(tmp_path / "out")
    assert problems == []  # annotation.conf is passed over too
    assert {record.text: record.spans for record in records} == {
        ROCKET: ROCKET_SPANS,
        "Alone.": None,
    }


def test_annotations_without_their_text_are_refused(tmp_path: Path) -> None:
    ann = tmp_path / "a.ann"
    ann.write_text("T1\tORG 22 25\tIBM\n")
    with pytest.raises(FormatError, match=r"a\.txt"):
        read(BRAT, ann)


def test_an_empty_file_of_annotations_says_nothing_of_its_text(tmp_path: Path) -> None:
    record, problems = one(pair(tmp_path, ROCKET))
    assert (record.text, record.spans, problems) == (ROCKET, None, [])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, data=st.data())
def test_what_goes_out_comes_in_again(
    text: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ends = st.integers(0, len(text))
    ranges = data.draw(st.sets(st.tuples(ends, ends).filter(lambda r: r[0] < r[1]), max_size=4))
    spans = tuple(Span(start, end, "ORG") for start, end in sorted(ranges))
    folder = tmp_path_factory.mktemp("brat")
    problems = write_folder(BRAT, folder / "out", exported(text, spans))
    gone = {problem.span for problem in problems if problem.left_out == "span"}
    (record,), _ = read_folder(folder / "out")
    left = [span for span in spans if (span.start, span.end, span.label) not in gone]
    assert (record.text, [*(record.spans or ())]) == (text, left)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.one_of(
            st.binary(max_size=20),
            st.from_regex(
                rb"[TREAMN#*]\d?\t[A-Z:]{0,3}( T?\d{0,4}|;|:){0,5}(\tIBM)?", fullmatch=True
            ),
        )
    )
)
def test_no_lines_whatever_crash_it(lines: list[bytes], tmp_path: Path) -> None:
    ann = pair(tmp_path, ROCKET)
    ann.write_bytes(b"\n".join(lines))
    records, _ = read(BRAT, ann)
    assert [record.text for record in records] == [ROCKET]


def test_real_files_come_in_whole_and_out_again(shared_data: Path, tmp_path: Path) -> None:
    paths = [
        path
        for name in ("brat_examples", "brat_edsnlp", "litbank/entities_brat")
        for path in sorted((shared_data / name).rglob("*.ann"))
    ]
    records = []
    for path in paths:
        record, problems = one(path)
        assert problems == []
        data = path.read_text(encoding="utf-8")
        assert len(record.spans or ()) == sum(line[:1] == "T" for line in data.split("\n"))
        others = sum(line[:1] in "REAMN#*" for line in data.split("\n") if line)
        notes = sum(span.note is not None for span in record.spans or ())
        kept = [*record.kept.get("relations", ()), *record.kept.get("brat", ())]
        assert len(kept) + notes == others
        records.append(record)
    items = [
        replace(exported_of(record), meta={"title": f"{n:03}"}) for n, record in enumerate(records)
    ]
    assert [
        p for p in write_folder(BRAT, tmp_path / "out", *items) if p.left_out != "nothing"
    ] == []
    back, problems = read_folder(tmp_path / "out")
    assert problems == []
    for before, after in zip(records, back, strict=True):
        assert (after.text, after.spans or ()) == (before.text, before.spans or ())
        assert after.kept.get("relations") == before.kept.get("relations")
