"""UIMA CAS: XMI and JSON come in, harmlessly, and what we write dkpro-cassis reads."""

import json
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from cassis import Cas, load_cas_from_json, load_cas_from_xmi, load_typesystem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.document import document_key
from annotator.core.record import Exported, Problem, Record
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats.cas import CAS_JSON, CAS_XMI
from annotator.formats.format import Format
from annotator.formats.webanno_schema import NAMED_ENTITY
from annotator.formats.webanno_tsv import WEBANNO_TSV
from tests.formats.folders import is_detected, read_folder, write_folder
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read
from tests.formats.torture import TEXTS, texts

SAMPLES = Path(__file__).parent / "samples"
both = pytest.mark.parametrize("known", [CAS_XMI, CAS_JSON], ids=lambda known: known.name)
NAMESPACES = (
    'xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
    ' xmlns:my="http:///webanno/custom.ecore"'
    ' xmlns:seg="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"'
)


def xmi(*elements: str, text: str = "Ada met IBM", head: str = "") -> str:
    sofa = f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{text}"/>'
    ids = " ".join(str(n) for n in range(2, 2 + sum("sofa=" in one for one in elements)))
    view = f'<cas:View sofa="1" members="{ids}"/>'
    body = "".join([*elements, sofa, view])
    return f'{head}<xmi:XMI {NAMESPACES} xmi:version="2.0">{body}</xmi:XMI>'


def one_of(content: str | bytes, folder: Path) -> tuple[Record, list[Problem]]:
    path = folder / "a.xmi"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (record,), problems = read(CAS_XMI, path)
    return record, [problem for problem in problems if problem.left_out != "nothing"]


def surfaces(record: Record) -> list[tuple[str, str]]:
    return [(record.text[s.start : s.end], s.label) for s in record.spans or ()]


def exported_of(record: Record) -> Exported:
    key, spans = document_key(record.text), record.spans or ()
    return Exported(key, record.text, {"title": "a"}, "ana", spans, None, None, record.kept)


def cas_in(folder: Path) -> Cas:
    """What dkpro-cassis makes of the one CAS in a folder."""
    types = folder / "TypeSystem.xml"
    (path,) = (path for path in folder.iterdir() if path != types)
    data = path.read_bytes()
    if path.suffix == ".json":
        return load_cas_from_json(data.decode())
    return load_cas_from_xmi(BytesIO(data), typesystem=load_typesystem(BytesIO(types.read_bytes())))


@pytest.mark.parametrize(("known", "name"), [(CAS_XMI, "cas_xmi.xmi"), (CAS_JSON, "cas_json.json")])
def test_offsets_are_utf16(known: Format, name: str) -> None:
    assert is_detected(known, SAMPLES / name)
    (record,), _ = read(known, SAMPLES / name)
    assert (record.text, record.spans) == (ROCKET, ROCKET_SPANS)


@both
def test_dkpro_cassis_reads_what_is_written(known: Format, tmp_path: Path) -> None:
    item = exported(spans=(*ROCKET_SPANS, Span(2, 5, "NAME")), meta={"title": "Wire & <17>"})
    assert write_folder(known, tmp_path / "out", item) == []
    cas = cas_in(tmp_path / "out")
    assert cas.sofa_string == ROCKET
    found = [(one.get_covered_text(), one.value) for one in cas.select(NAMED_ENTITY)]
    assert sorted(found) == [
        ("Ada", "NAME"),
        ("Ada Lovelace", "PERSON"),
        ("IBM", "ORG"),
        ("Paris", "GPE"),
    ]
    (path,) = (path for path in (tmp_path / "out").iterdir() if path.name != "TypeSystem.xml")
    content = path.read_text(encoding="utf-8")
    assert 'begin="3" end="15"' in content or '"begin": 3' in content or '"begin":3' in content
    records, problems = read_folder(tmp_path / "out")
    assert records[0].meta["title"] == "Wire & <17>"
    assert problems == []


@both
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts, label=texts.filter(str.strip), data=st.data())
def test_what_goes_out_comes_in_again(
    known: Format,
    text: str,
    label: str,
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ends = st.integers(0, len(text))
    ranges = data.draw(st.sets(st.tuples(ends, ends).filter(lambda r: r[0] < r[1]), max_size=4))
    spans = tuple(Span(start, end, label) for start, end in sorted(ranges))
    folder = tmp_path_factory.mktemp("cas")
    problems = write_folder(known, folder / "out", exported(text, spans))
    if [problem.left_out for problem in problems] == ["annotation"]:
        return
    gone = {problem.span for problem in problems}
    (record,), _ = read_folder(folder / "out")
    left = [span for span in spans if (span.start, span.end, span.label) not in gone]
    assert (record.text, [*(record.spans or ())]) == (text, left)
    assert cas_in(folder / "out").sofa_string == text


@pytest.mark.parametrize("name", ["NUL", "noncharacters", "other controls", "U+2028 and its kin"])
def test_a_text_that_xml_cannot_hold_is_left_out_and_named(name: str, tmp_path: Path) -> None:
    item = exported(TEXTS[name], (Span(0, 1, "X"),))
    (problem,) = write_folder(CAS_XMI, tmp_path / "out", item)
    assert (problem.left_out, problem.key) == ("annotation", item.key)
    assert "XML cannot hold U+" in problem.reason
    assert write_folder(CAS_JSON, tmp_path / "json", item) == []


def test_without_a_type_system_types_are_read_from_their_use(tmp_path: Path) -> None:
    content = xmi(
        '<seg:Token xmi:id="2" sofa="1" begin="0" end="3"/>',
        '<my:Name xmi:id="3" sofa="1" begin="0" end="3" kind="PERSON"/>',
        '<my:Name xmi:id="4" sofa="1" begin="8" end="11"/>',
        '<my:Of xmi:id="5" sofa="1" begin="8" end="11" Governor="3" Dependent="4" how="much"/>',
        '<my:Host xmi:id="6" sofa="1" begin="4" end="7" links="20 21"/>',
        '<my:Link xmi:id="20" role="who" target="3"/>',
        '<my:Link xmi:id="21" role="what" target="4"/>',
    )
    record, problems = one_of(content, tmp_path)
    assert problems == []
    assert surfaces(record) == [("Ada", "PERSON"), ("met", "Host"), ("IBM", "Name")]
    ends = [(one["label"], one["head"], one["child"]) for one in record.kept["relations"]]
    ada, ibm, met = [0, 3, "PERSON"], [8, 11, "Name"], [4, 7, "Host"]
    assert sorted(ends) == [("much", ada, ibm), ("what", met, ibm), ("who", met, ada)]


@both
def test_layers_features_and_relations_are_written_back(known: Format, tmp_path: Path) -> None:
    content = xmi(
        '<my:Name xmi:id="2" sofa="1" begin="0" end="3" kind="PERSON" link="Q7"/>',
        '<my:Name xmi:id="3" sofa="1" begin="8" end="11"/>',
        '<my:Of xmi:id="4" sofa="1" begin="8" end="11" Governor="2" Dependent="3" how="much"/>',
    )
    record, _ = one_of(content, tmp_path)
    assert write_folder(known, tmp_path / "out", exported_of(record)) == []
    (back,), problems = read_folder(tmp_path / "out")
    assert problems == []
    assert (back.spans, back.kept) == (record.spans, record.kept)
    (relation,) = cas_in(tmp_path / "out").select("webanno.custom.Of")
    assert relation.Governor.get_covered_text() == "Ada"


@both
def test_relations_between_tokens_are_kept_and_written_back(known: Format, tmp_path: Path) -> None:
    content = xmi(
        '<seg:Token xmi:id="2" sofa="1" begin="0" end="3"/>',
        '<seg:Token xmi:id="3" sofa="1" begin="4" end="7"/>',
        '<my:Of xmi:id="4" sofa="1" begin="4" end="7" Governor="2" Dependent="3" how="much"/>',
    )
    record, _ = one_of(content, tmp_path)
    (relation,) = record.kept["cas"]["relations"]
    assert (relation["label"], relation["head"], relation["child"]) == ("much", [0, 3], [4, 7])
    assert write_folder(known, tmp_path / "out", exported_of(record)) == []
    (back,), _ = read_folder(tmp_path / "out")
    assert back.kept == record.kept
    problems = write_folder(WEBANNO_TSV, tmp_path / "tsv", exported_of(record))
    assert [problem.reason for problem in problems] == [
        "what cas says beside spans and relations is left out"
    ]


@both
def test_a_feature_of_several_kinds_is_written_as_it_came_first(
    known: Format, tmp_path: Path
) -> None:
    fields = [
        {"span": [2, 14, "A"], "layer": "my.Name", "features": {"value": "A", "sure": True}},
        {"span": [22, 25, "B"], "layer": "my.Name", "features": {"value": "B", "sure": "no"}},
    ]
    item = replace(exported(spans=(Span(2, 14, "A"), Span(22, 25, "B"))), kept={"spans": fields})
    (problem,) = write_folder(known, tmp_path / "out", item)
    assert "sure of my.Name is of several kinds" in problem.reason
    (record,), _ = read_folder(tmp_path / "out")
    assert record.spans == item.spans


def test_a_bad_annotation_never_takes_its_neighbours_with_it(tmp_path: Path) -> None:
    content = xmi(
        '<my:Name xmi:id="2" sofa="1" begin="2" end="3" value="A"/>',
        '<my:Name xmi:id="3" sofa="1" begin="1" end="2" value="HALF"/>',
        '<my:Name xmi:id="4" sofa="1" begin="90" end="99" value="FAR"/>',
        '<my:Name xmi:id="5" sofa="1" begin="3" end="3" value="NONE"/>',
        text="🚀b",
    )
    record, problems = one_of(content, tmp_path)
    assert surfaces(record) == [("b", "A")]
    assert {problem.span for problem in problems if problem.span} == {
        (1, 2, "HALF"),
        (90, 99, "FAR"),
        (3, 3, "NONE"),
    }


def bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>'
    return xmi(text="&e11;", head=head)


@pytest.mark.parametrize(
    "content",
    [
        bomb().encode(),
        bomb().encode("utf-16"),
        xmi(text="&x;", head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>').encode(),
        xmi(head='<!DOCTYPE x SYSTEM "file:///etc/passwd">').encode(),
        b"<a>" * 100_000,
        b"<xmi:XMI",
        b"<other/>",
        xmi('<my:Name xmi:id="2" sofa="7" begin="0" end="3"/>').encode(),
        xmi('<my:Name sofa="1" begin="0" end="3"/>').encode(),
        xmi('<my:Name xmi:id="2" sofa="1" begin="x" end="3"/>').encode(),
    ],
    ids=[*("bomb", "utf16", "entity", "doctype", "deep", "cut", "other", "no-sofa", "no-id", "x")],
)
def test_hostile_xml_is_refused_in_one_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_bytes(content)
    with pytest.raises(FormatError) as caught:
        read(CAS_XMI, path)
    assert len(str(caught.value)) < 400


def test_a_hostile_type_system_is_left_aside(tmp_path: Path) -> None:
    head = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    (tmp_path / "TypeSystem.xml").write_text(
        f"{head}<typeSystemDescription>&x;</typeSystemDescription>"
    )
    path = tmp_path / "a.xmi"
    path.write_text(xmi('<my:Name xmi:id="2" sofa="1" begin="0" end="3" value="A"/>'))
    (record,), problems = read(CAS_XMI, path)
    assert surfaces(record) == [("Ada", "A")]
    assert any("left aside" in problem.reason for problem in problems)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "x.Y", "begin": 0, "end": 1}]}',
        '{"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": 7}]}',
        '{"%FEATURE_STRUCTURES": 7, "%VIEWS": {"a": {"%MEMBERS": [9]}}}',
        "[" * 5_000,
    ],
)
def test_json_that_is_no_cas_is_refused_in_one_sentence(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(FormatError) as caught:
        read(CAS_JSON, path)
    assert len(str(caught.value)) < 400


def test_a_feature_without_a_name_is_refused_in_one_sentence(tmp_path: Path) -> None:
    found = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "a", "sofaString": "Ada"},
        {"%ID": 2, "%TYPE": "a.B", "@sofa": 1, "begin": 0, "end": 3, "": "c", "@": 1},
    ]
    views = {"a": {"%SOFA": 1, "%MEMBERS": [2]}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"%FEATURE_STRUCTURES": found, "%VIEWS": views}))
    with pytest.raises(FormatError, match="This CAS cannot be read"):
        read(CAS_JSON, path)


def test_what_is_wrong_with_xml_is_said_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_bytes(b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">\n\0</xmi:XMI>')
    with pytest.raises(FormatError) as refused:
        read(CAS_XMI, path)
    assert "\n" not in str(refused.value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["%ID", "%TYPE", "@sofa", "begin", "end", "%MEMBERS", "%SOFA", "value"]
                ),
                inner,
                max_size=5,
            )
        ),
    )
)
def test_no_json_whatever_crashes_it(value: object, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for name in ("%FEATURE_STRUCTURES", "%TYPES", "%VIEWS"):
        content = {"%FEATURE_STRUCTURES": [], name: value}
        path.write_text(json.dumps(content))
        try:
            read(CAS_JSON, path)
        except FormatError:
            continue


# What the other side of a twin has beside: in WebAnno TSV all layers are taken, in a CAS not
# those that say how a text is built; and white space at the end of a text stands in no TSV.
UNLIKE = {
    "testDependencyWithValues",
    "testTokenAttachedAnnotationsWithValues",
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
}


def test_xmi_agrees_with_its_twins_in_webanno_tsv(shared_data: Path) -> None:
    suite = shared_data / "inception_webanno_tsv" / "tsv3-suite"
    paths = [
        path for path in sorted(suite.glob("*/reference.xmi")) if path.parent.name not in UNLIKE
    ]
    assert len(paths) > 30
    for path in paths:
        (cas,), _ = read(CAS_XMI, path)
        (tsv,), _ = read(WEBANNO_TSV, path.with_suffix(".tsv"))
        assert cas.text == tsv.text
        # The suite calls NamedEntity in its TSV by the name of a layer of its own.
        assert as_spans(cas) == as_spans(tsv), path
        assert len(cas.kept.get("relations", ())) == len(tsv.kept.get("relations", ())), path


def as_spans(record: Record) -> list[tuple[int, int, str]]:
    names = {"NamedEntity": "Span"}
    return [(s.start, s.end, names.get(s.label, s.label)) for s in record.spans or ()]


def test_real_files_of_dkpro_cassis_come_in_or_are_refused(shared_data: Path) -> None:
    folder = shared_data / "dkpro_cassis"
    found = {}
    for path in [*sorted(folder.rglob("*.xmi")), *sorted(folder.rglob("data.json"))]:
        try:
            records, _ = read(CAS_XMI if path.suffix == ".xmi" else CAS_JSON, path)
        except FormatError:
            records = []
        found[str(path.relative_to(folder))] = [len(record.spans or ()) for record in records]
    one_way = "json/fs_as_array/one-way"
    assert found[f"{one_way}/tsv3-testSimpleSlotFeature/data.json"] == [3]
    assert found[f"{one_way}/tsv3-testSimpleSlotFeature/debug.xmi"] == [3]
    assert found["xmi/cas_has_fs_with_no_namespace.xmi"] == [1]
    assert found["xmi/small_cas.xmi"] == [0]
    with_text = [name for name, counts in found.items() if counts]
    assert len(with_text) >= 15


def test_reading_leaves_the_filters_of_warnings_alone(tmp_path: Path) -> None:
    before = warnings.filters[:]
    read(CAS_XMI, SAMPLES / "cas_xmi.xmi")
    assert warnings.filters == before


def test_a_span_without_a_layer_of_its_own_stays_a_named_entity(tmp_path: Path) -> None:
    kept = {"spans": [{"span": [2, 14, "PERSON"], "layer": "uima.tcas.Annotation"}, 7]}
    item = replace(exported(spans=ROCKET_SPANS), kept=kept)
    assert write_folder(CAS_XMI, tmp_path / "out", item) == []
    assert len(cas_in(tmp_path / "out").select(NAMED_ENTITY)) == 3
