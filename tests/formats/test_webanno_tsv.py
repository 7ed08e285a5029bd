"""WebAnno TSV: what INCEpTION writes comes in, and what we write is what it reads."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.document import document_key
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.webanno_tsv import WEBANNO_TSV
from tests.formats.folders import is_detected, read_folder, write_folder
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read
from tests.formats.torture import TEXTS, texts

SAMPLE = Path(__file__).parent / "samples" / "webanno_tsv.tsv"
ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
HEAD = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|value\n\n\n"


def one(path: Path) -> tuple[Record, list[Problem]]:
    (record,), problems = read(WEBANNO_TSV, path)
    return record, problems


def one_of(content: str, folder: Path) -> tuple[Record, list[Problem]]:
    path = folder / "a.tsv"
    path.write_text(content, encoding="utf-8", newline="")
    return one(path)


def exported_of(record: Record, title: str = "a") -> Exported:
    key, spans = document_key(record.text), record.spans or ()
    return Exported(key, record.text, {"title": title}, "ana", spans, None, None, record.kept)


def written(item: Exported, folder: Path) -> str:
    write_folder(WEBANNO_TSV, folder / "out", item)
    (path,) = (folder / "out").iterdir()
    return path.read_text(encoding="utf-8")


def surfaces(record: Record) -> list[tuple[str, str]]:
    return [(record.text[s.start : s.end], s.label) for s in record.spans or ()]


def test_spans_of_several_tokens_and_offsets_in_utf16() -> None:
    assert is_detected(WEBANNO_TSV, SAMPLE)
    record, problems = one(SAMPLE)
    assert (record.text, record.spans, problems) == (ROCKET, ROCKET_SPANS, [])


def test_stacked_spans_and_parts_of_tokens(tmp_path: Path) -> None:
    rows = [
        "#Text=Rolls-Royce Motor Cars",
        "1-1\t0-11\tRolls-Royce\tORG[1]\t",
        "1-1.1\t6-11\tRoyce\tPERSON\t",
        "1-2\t12-17\tMotor\tORG[1]|THING[2]\t",
        "1-3\t18-22\tCars\tORG[1]|THING[2]\t",
    ]
    record, problems = one_of(HEAD + "\n".join(rows) + "\n", tmp_path)
    assert problems == []
    assert surfaces(record) == [
        ("Rolls-Royce Motor Cars", "ORG"),
        ("Royce", "PERSON"),
        ("Motor Cars", "THING"),
    ]


def test_columns_that_are_stacked_unequally_are_told_apart_by_their_numbers(
    tmp_path: Path,
) -> None:
    head = "#FORMAT=WebAnno TSV 3.2\n#T_SP=my.Layer|kind|link\n\n\n"
    rows = "#Text=a b\n1-1\t0-1\ta\tX[1]|Y[2]\tQ2[2]\t\n1-2\t2-3\tb\tX[1]\t_\t\n"
    record, _ = one_of(head + rows, tmp_path)
    assert surfaces(record) == [("a", "Y"), ("a b", "X")]
    by_label = {tuple(one["span"])[2]: one["features"] for one in record.kept["spans"]}
    assert by_label == {"X": {"kind": "X"}, "Y": {"kind": "Y", "link": "Q2"}}


def test_the_text_between_sentences_is_what_inception_makes_of_their_offsets(
    tmp_path: Path,
) -> None:
    rows = (
        "#Text=One\\tand \\\\ two\n#Text=three\n1-1\t2-5\tOne\t_\t\n\n"
        "#Text=Four\n2-1\t24-28\tFour\tX\t\n\n#Text=Five\n3-1\t28-32\tFive\tX\t\n"
    )
    record, problems = one_of(HEAD + rows, tmp_path)
    assert problems == []
    assert record.text == "  One\tand \\ two\nthree\n  FourFive"
    assert surfaces(record) == [("Four", "X"), ("Five", "X")]


def test_escapes_of_values(tmp_path: Path) -> None:
    rows = "#Text=a\n1-1\t0-1\ta\t\\_\\|\\[1\\]\\*\\->\\;\\\\[7]|B[8]\t\n"
    record, _ = one_of(HEAD + rows, tmp_path)
    assert {span.label for span in record.spans or ()} == {"_|[1]*->;\\", "B"}


def test_java_escapes_up_to_version_3_1(tmp_path: Path) -> None:
    head = HEAD.replace("3.3", "3.1")
    rows = "#Text=\\u00e9 \\uD83D\\uDE80 \\t.\n1-1\t0-1\té\tX\t\n"
    record, _ = one_of(head + rows, tmp_path)
    assert record.text == "é 🚀 \t."


def test_lone_surrogates_are_refused(tmp_path: Path) -> None:
    head = HEAD.replace("3.3", "3.1")
    with pytest.raises(FormatError, match="surrogate"):
        one_of(head + "#Text=\\uD83D\n1-1\t0-1\tx\tX\t\n", tmp_path)


def test_a_file_that_counts_code_points_is_found_out_by_its_tokens(tmp_path: Path) -> None:
    rows = (
        "#Text=🚀 Ada\n1-1\t0-1\t🚀\t_\t\n1-2\t2-5\tAda\tPERSON\t\n\n"
        "#Text=IBM\n2-1\t6-9\tIBM\tORG\t\n"
    )
    record, problems = one_of(HEAD + rows, tmp_path)
    assert problems == []
    assert record.text == "🚀 Ada\nIBM"
    assert surfaces(record) == [("Ada", "PERSON"), ("IBM", "ORG")]


def test_bad_rows_never_take_their_neighbours_with_them(tmp_path: Path) -> None:
    rows = (
        "#Text=Ada met IBM\n1-1\t0-3\tAda\tPERSON\t\nnonsense\n1-2\t4-x\tmet\t_\t\n"
        "1-2\t4-7\tmet\n1-3\t8-11\tIBM\tORG\t\n1-4\t90-99\tnone\tORG\t\n1-5\t9-9\t\tORG\t\n"
    )
    record, problems = one_of(HEAD + rows, tmp_path)
    assert surfaces(record) == [("Ada", "PERSON"), ("IBM", "ORG")]
    assert [problem.line for problem in problems if problem.line] == [7, 8, 11]
    assert [problem.span for problem in problems if problem.left_out == "span"] == [
        (90, 99, "ORG"),
        (9, 9, "ORG"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        HEAD + "#Text=a\n1-1\t999999999-999999999\ta\tX\t\n",
        HEAD + "#Text=abc\n1-1\t0-1\ta\tX\t\n\n#Text=b\n2-1\t1-2\tb\t_\t\n",
        "#FORMAT=something else\n",
        "a\tb\tc\n",
    ],
)
def test_what_cannot_be_put_together_is_refused(content: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        one_of(content, tmp_path)


def test_version_2_has_its_tokens_found_in_the_text(tmp_path: Path) -> None:
    pos = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS"
    content = (
        f" # {ENTITY} | value # {pos} | PosValue # a.Dependency | DependencyType | AttachTo={pos}\n"
        "#id=1\n#text=Ada  Lovelace joined IBM\n"
        "1-1\tAda\tB-PER\tNE\tnn\t1-2\t\n1-2\tLovelace\tI-PER|B-FAMILY\tNE\t_\t_\t\n"
        "1-3\tjoined\tO\tV\t_\t_\t\n1-4\tIBM\tB-ORG\tNE\t_\t_\t\n\n"
        "#id=2\n#text=IBM grew\n2-1\tIBM\tB-ORG\tNE\t_\t_\t\n2-2\tshrank\tO\tV\t_\t_\t\n"
    )
    record, problems = one_of(content, tmp_path)
    assert record.text == "Ada  Lovelace joined IBM\nIBM grew"
    assert [one for one in surfaces(record) if one[1] not in {"NE", "V"}] == [
        ("Ada  Lovelace", "PER"),
        ("Lovelace", "FAMILY"),
        ("IBM", "ORG"),
        ("IBM", "ORG"),
    ]
    assert [problem.line for problem in problems] == [12]
    assert record.kept["relations"] == [
        {"label": "nn", "head": [5, 13, "NE"], "child": [0, 3, "NE"]}
    ]


def test_it_is_written_as_inception_writes_it(tmp_path: Path) -> None:
    text = "🚀 Ada Lovelace joined IBM.\n\n  She left\tParis.\r\n"
    spans = (Span(2, 14, "PERSON"), Span(2, 5, "NAME"), Span(8, 10, "PART_OF"), Span(22, 33, "X"))
    assert written(exported(text, spans), tmp_path).split("\n") == [
        "#FORMAT=WebAnno TSV 3.3",
        f"#T_SP={ENTITY}|value",
        "",
        "",
        "#Text=🚀 Ada Lovelace joined IBM.",
        "#Text=",
        "1-1\t0-2\t🚀\t_\t",
        "1-2\t3-6\tAda\tNAME[1]|PERSON[2]\t",
        "1-3\t7-15\tLovelace\tPERSON[2]\t",
        "1-3.1\t9-11\tve\tPART\\_OF\t",
        "1-4\t16-22\tjoined\t_\t",
        "1-5\t23-26\tIBM\tX[3]\t",
        "1-6\t26-27\t.\tX[3]\t",
        "",
        "#Text=She left\\tParis.\\r",
        "#Text=",
        "2-1\t31-34\tShe\tX[3]\t",
        "2-2\t35-39\tleft\t_\t",
        "2-3\t40-45\tParis\t_\t",
        "2-4\t45-46\t.\t_\t",
        "",
    ]


def test_a_span_that_begins_between_tokens_is_left_out(tmp_path: Path) -> None:
    item = exported(spans=(Span(1, 5, "X"), Span(2, 6, "X"), Span(2, 5, "X")))
    problems = write_folder(WEBANNO_TSV, tmp_path / "out", item)
    assert [problem.span for problem in problems] == [(1, 5, "X"), (2, 6, "X")]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_troublesome_texts_come_in_as_they_went_out(text: str, tmp_path: Path) -> None:
    write_folder(WEBANNO_TSV, tmp_path / "out", exported(text))
    (record,), problems = read_folder(tmp_path / "out")
    assert (record.text, problems) == (text, [])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, label=texts.filter(str.strip), data=st.data())
def test_what_goes_out_comes_in_again(
    text: str, label: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ends = st.integers(0, len(text))
    ranges = data.draw(st.sets(st.tuples(ends, ends).filter(lambda r: r[0] < r[1]), max_size=4))
    spans = tuple(Span(start, end, label) for start, end in sorted(ranges))
    folder = tmp_path_factory.mktemp("webanno")
    problems = write_folder(WEBANNO_TSV, folder / "out", exported(text, spans))
    gone = {problem.span for problem in problems}
    (record,), _ = read_folder(folder / "out")
    left = [span for span in spans if (span.start, span.end, span.label) not in gone]
    assert (record.text, [*(record.spans or ())]) == (text, left)


def counts(shared_data: Path) -> dict[str, dict[str, object]]:
    every = json.loads((shared_data / "COUNTS.json").read_text())
    return {one["file"]: one for one in every}


def test_gum_comes_in_whole_and_out_again(shared_data: Path, tmp_path: Path) -> None:
    known, total, records = counts(shared_data), 0, []
    for path in sorted((shared_data / "gum" / "webanno_tsv").glob("*.tsv")):
        record, problems = one(path)
        expected = known[f"gum/webanno_tsv/{path.name}"]
        assert problems == []
        assert Counter(span.label for span in record.spans or ()) == expected["labels"]
        assert len(record.kept["relations"]) == expected["relations"]
        assert record.meta["Summary1"]
        total += len(record.spans or ())
        records.append(record)
    assert total == 2_788
    items = [exported_of(record, f"{n:02}") for n, record in enumerate(records)]
    assert write_folder(WEBANNO_TSV, tmp_path / "out", *items) == []
    back, problems = read_folder(tmp_path / "out")
    assert problems == []
    for before, after in zip(records, back, strict=True):
        assert (after.text, after.spans) == (before.text, before.spans)
        assert after.kept["spans"] == before.kept["spans"]
        assert in_order(after) == in_order(before)


def in_order(record: Record) -> list[str]:
    return sorted(json.dumps(one, sort_keys=True) for one in record.kept.get("relations", ()))


# Spans of our model are never empty, and no two of one range have one label: these are left
# out, and said. A chain counts there as often as it has tokens.
FEWER = {
    "testMultiTokenChain": 2,
    "testMultiTokenStackedSlotFeature": 2,
    "testMultiTokenStackedSpanWithoutFeatureValue": 1,
    "testSingleStackedNonTokenRelationWithoutFeatureValue2": 2,
    "testSingleStackedNonTokenRelationWithoutFeatureValue3": 2,
    "testStackedChain": 3,
    "testStackedSimpleSlotFeatureWithoutValues": 3,
    "testStackedSubMultiTokenSpanWithFeatureValue": 18,
    "testSubtokenChain": 2,
    "testZeroLengthSlotFeature1": 1,
    "testZeroLengthSpanBetweenAdjacentTokens": 0,
    "testZeroLengthSpansWithoutFeatureValues": 0,
    "testZeroLengthStackedSpansWithoutFeatures": 0,
    "testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken": 0,
    "testZeroWidthAnnotationBetweenTokenIsMovedToEndOfPreviousToken": 0,
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken": 0,
}


def test_the_suite_of_inception_comes_in_and_out_again(shared_data: Path, tmp_path: Path) -> None:
    known = counts(shared_data)
    suite = shared_data / "inception_webanno_tsv" / "tsv3-suite"
    records = []
    for path in sorted(suite.glob("*/reference.tsv")):
        name = path.parent.name
        record, problems = one(path)
        expected = known[f"inception_webanno_tsv/tsv3-suite/{name}/reference.tsv"]
        assert len(record.spans or ()) == FEWER.get(name, expected["spans"]), name
        out = sum(problem.left_out == "span" for problem in problems)
        if not name.endswith("MultiTokenChain"):
            assert len(record.spans or ()) + out == expected["spans"], name
        relations = [one for one in record.kept.get("relations", ()) if "slot" not in one]
        between = record.kept.get("webanno_tsv", {}).get("relations", ())
        assert len(relations) + len(between) == expected.get("relations", 0), name
        records.append(record)
    items = [exported_of(record, f"{n:02}") for n, record in enumerate(records)]
    problems = write_folder(WEBANNO_TSV, tmp_path / "out", *items)
    assert [problem for problem in problems if problem.left_out != "nothing"] == []
    back, problems = read_folder(tmp_path / "out")
    assert problems == []
    for before, after in zip(records, back, strict=True):
        assert (after.text, after.spans) == (before.text, before.spans)
        assert after.kept.get("spans") == before.kept.get("spans")
        assert in_order(after) == in_order(before)
        assert between_tokens(after) == between_tokens(before)


def between_tokens(record: Record) -> object:
    return record.kept.get("webanno_tsv", {}).get("relations")


def test_relations_from_elsewhere_get_a_layer_of_their_own(tmp_path: Path) -> None:
    kept = {"relations": [{"label": "of", "head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}]}
    item = replace(exported(spans=ROCKET_SPANS), kept=kept)
    lines = written(item, tmp_path).split("\n")
    assert f"#T_RL=webanno.custom.Relation|label|BT_{ENTITY}" in lines
    assert "1-5\t23-26\tIBM\tORG\tof\t1-2[1_0]\t" in lines


def test_slots_that_the_layer_has_no_column_for_are_written_as_relations(tmp_path: Path) -> None:
    ends = {"head": [2, 14, "PERSON"], "child": [22, 25, "ORG"]}
    kept = {"relations": [{"label": "of", "slot": "arguments", "role": "of", **ends}]}
    item = replace(exported(spans=ROCKET_SPANS), kept=kept)
    write_folder(WEBANNO_TSV, tmp_path / "out", item)
    (record,), problems = read_folder(tmp_path / "out")
    found = [(one["label"], one["head"], one["child"]) for one in record.kept["relations"]]
    assert (found, problems) == ([("of", *ends.values())], [])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.from_regex(
            r"1-[0-9](\.1)?\t[0-9]{1,2}-[0-9]{1,2}\t[a-z]{0,3}(\t[AB*_|;\[\]0-3\\>-]{0,9}){0,5}",
            fullmatch=True,
        )
    )
)
def test_no_rows_whatever_crash_it(rows: list[str], tmp_path: Path) -> None:
    head = (
        f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|value|ROLE_a:b_c|{ENTITY}\n"
        f"#T_RL=r|x|BT_{ENTITY}\n#T_CH=c|referenceRelation|referenceType\n\n\n#Text=abc def\n"
    )
    try:
        one_of(head + "1-1\t0-3\tabc\n" + "\n".join(rows), tmp_path)
    except FormatError:
        pytest.fail("all these rows are of one sentence, which begins where it should")
