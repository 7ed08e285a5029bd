import struct
import tracemalloc
import zlib
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy
import pytest
import spacy
import srsly
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan
from spacy.training import Example

from annotator.core.annotation import Answer
from annotator.core.record import Problem
from annotator.core.span import Span
from annotator.core.words import pack
from annotator.errors import FormatError
from annotator.formats.docbin import SPACY
from annotator.formats.docbin import read as read_docbin
from annotator.formats.format import Corpus
from tests.formats.items import CORPUS, ROCKET, ROCKET_SPANS, exported, read, read_bytes, write
from tests.formats.torture import TEXTS, texts

SAMPLE = Path(__file__).parent / "samples/spacy.spacy"
NESTED = replace(CORPUS, nested=True)
NLP = spacy.blank("en")
quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def docs_of(data: bytes) -> list[Doc]:
    """What spaCy itself reads."""
    return list(DocBin().from_bytes(data).get_docs(NLP.vocab))


def packed(*docs: Doc) -> bytes:
    return DocBin(docs=docs, store_user_data=True).to_bytes()


def changed(**parts: Any) -> bytes:
    found = srsly.msgpack_loads(zlib.decompress(SAMPLE.read_bytes()))
    return zlib.compress(srsly.msgpack_dumps({**found, **parts}))


def reasons(data: bytes, folder: Path) -> str:
    path = folder / "a.spacy"
    path.write_bytes(data)
    try:
        return "; ".join(item.reason for item in read_docbin(path) if isinstance(item, Problem))
    except FormatError as error:
        return str(error)


def test_the_sample_reads_as_spacy_reads_it() -> None:
    records, problems = read(SPACY, SAMPLE)
    assert problems == []
    for record, doc in zip(records, docs_of(SAMPLE.read_bytes()), strict=True):
        assert record.text == doc.text
        ents = [*doc.ents, *doc.spans.get("sc", ())]
        expected = sorted((e.start_char, e.end_char, e.label_) for e in ents)
        assert [(s.start, s.end, s.label) for s in record.spans or ()] == expected
    first, unfinished, nested = records
    assert first.meta == {"source": "wire-17", "cats": {"news": 1.0}}
    assert first.kept == {"spans": [{"span": [2, 14, "PERSON"], "kb_id": "Q7259"}]}
    assert [record.answer for record in records] == [Answer.ACCEPT, None, Answer.ACCEPT]
    assert len(nested.spans or ()) == 2
    assert len(unfinished.spans or ()) == 1


def test_a_document_that_says_nothing_of_entities_has_no_labels(tmp_path: Path) -> None:
    (record,), _ = read_bytes(SPACY, packed(NLP("Ada spoke.")), tmp_path)
    assert (record.spans, record.answer) == (None, None)


def test_words_without_spaces_are_joined(tmp_path: Path) -> None:
    (record,), _ = read_bytes(SPACY, packed(Doc(NLP.vocab, words=["Ada", "spoke"])), tmp_path)
    assert record.text == "Ada spoke"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spacy_reads_a_troublesome_text_exactly(text: str) -> None:
    data, problems = write(SPACY, exported(text, (), Answer.ACCEPT))
    assert ([doc.text for doc in docs_of(data)], problems) == ([text], [])


@quick
@given(text=texts, cuts=st.sets(st.integers(0, 40)))
def test_spacy_reads_any_text_exactly_whatever_its_tokens(text: str, cuts: set[int]) -> None:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    ranges = [(s, e) for s, e in pairwise(edges) if text[s:e].strip()]
    tokens = ((0, len(text), pack(ranges, 0)),)
    spans = tuple(Span(s, e, "ORG") for s, e in ranges[::2])
    data, problems = write(SPACY, replace(exported(text, spans, Answer.ACCEPT), tokens=tokens))
    (doc,) = docs_of(data)
    assert (doc.text, problems) == (text, [])
    assert [(e.start_char, e.end_char) for e in doc.ents] == [(s.start, s.end) for s in spans]


def test_the_tokens_are_those_of_the_pipeline() -> None:
    ranges = [(0, 1), (2, 5), (6, 14), (15, 25), (26, 34), (34, 35)]
    item = replace(exported(spans=ROCKET_SPANS[:1]), tokens=((0, 35, pack(ranges, 0)),))
    (doc,) = docs_of(write(SPACY, item)[0])
    assert [token.text for token in doc] == [ROCKET[s:e] for s, e in ranges]


def test_tokens_of_an_unfinished_document_are_missing_and_those_of_a_finished_one_outside() -> None:
    for answer, expected in ((None, ""), (Answer.REJECT, ""), (Answer.ACCEPT, "O")):
        (doc,) = docs_of(write(SPACY, exported(ROCKET, ROCKET_SPANS, answer))[0])
        assert [ent.text for ent in doc.ents] == ["Ada Lovelace", "IBM", "Paris"]
        assert {token.ent_iob_ for token in doc if not token.ent_type} == {expected}


def test_tokens_of_a_span_off_their_edges_are_missing() -> None:
    spans = (Span(3, 14, "PERSON"), ROCKET_SPANS[1])
    data, problems = write(SPACY, exported(ROCKET, spans, Answer.ACCEPT))
    assert [problem.span for problem in problems] == [(3, 14, "PERSON")]
    (doc,) = docs_of(data)
    assert [token.ent_iob_ for token in doc] == ["O", "", "", "O", "B", "O", "O", "O"]


def test_nested_spans_are_a_group_and_no_entities() -> None:
    spans = (Span(2, 14, "PERSON"), Span(6, 14, "NAME"))
    data, problems = write(SPACY, exported(ROCKET, spans, Answer.ACCEPT), corpus=NESTED)
    (doc,) = docs_of(data)
    assert problems == []
    assert [(s.text, s.label_) for s in doc.spans["sc"]] == [
        ("Ada Lovelace", "PERSON"),
        ("Lovelace", "NAME"),
    ]
    assert not doc.has_annotation("ENT_IOB")


def test_that_a_group_cannot_say_unfinished_is_said_once() -> None:
    items = [exported(text) for text in ("one", "two")]
    _, problems = write(SPACY, *items, corpus=NESTED)
    assert [problem.left_out for problem in problems] == ["nothing"]


def test_links_ids_and_categories_come_back(tmp_path: Path) -> None:
    doc = NLP(ROCKET)
    doc.set_ents([doc.char_span(2, 14, "PERSON", kb_id="Q7259", span_id="ada")])
    doc.spans["other"] = [SpacySpan(doc, 4, 5, label="ORG")]
    doc.cats = {"news": 0.5}
    (record,), _ = read_bytes(SPACY, packed(doc), tmp_path)
    assert record.kept["spans"] == [
        {"span": [2, 14, "PERSON"], "kb_id": "Q7259", "span_id": "ada"},
        {"span": [22, 25, "ORG"], "group": "other"},
    ]
    item = exported(record.text, record.spans or (), record.answer, record.meta)
    (again,) = docs_of(write(SPACY, replace(item, kept=record.kept))[0])
    assert [(e.kb_id_, e.id_) for e in again.ents] == [("Q7259", "ada"), ("", "")]
    assert again.cats == {"news": 0.5}


def test_what_spacy_has_no_room_for_comes_back(tmp_path: Path) -> None:
    span = Span(2, 14, "PERSON", "en_core_web_sm", 0.5, "a note")
    item = replace(
        exported(ROCKET, (span,), Answer.REJECT, {"title": "x"}),
        note="read twice",
        kept={"brat": ["E1"]},
    )
    (record,), problems = read_bytes(SPACY, write(SPACY, item)[0], tmp_path)
    assert problems == []
    assert (record.spans, record.answer, record.note) == ((span,), Answer.REJECT, "read twice")
    assert (record.annotator, record.meta, record.kept) == ("ana", item.meta, item.kept)


def test_a_trainer_aligns_what_is_written_without_a_loss() -> None:
    texts = [ROCKET, "U.S. troops don't stay in  New\nYork\r\n", "“Ada”—she said…"]
    items = [exported(text, (), Answer.ACCEPT) for text in texts]
    spans = (Span(0, 4, "GPE"), Span(27, 35, "GPE"))
    items = [replace(items[0], spans=ROCKET_SPANS), replace(items[1], spans=spans), items[2]]
    data, problems = write(SPACY, *items)
    assert problems == []
    for doc in docs_of(data):
        example = Example(NLP.make_doc(doc.text), doc)
        assert None not in example.get_aligned_ner()
        assert [e.text for e in example.get_aligned_spans_y2x(doc.ents)] == [
            e.text for e in doc.ents
        ]
        assert doc.has_annotation("ENT_IOB")


@pytest.mark.parametrize("code", ["xx-none", "ja", ""])
def test_a_language_that_spacy_cannot_tokenize_is_taken_for_any(code: str) -> None:
    file = BytesIO()
    list(SPACY.write([exported()], file, Corpus(language=code)))  # type: ignore[misc]
    assert docs_of(file.getvalue())[0].text == ROCKET


def test_a_file_that_is_cut_off_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    data = SAMPLE.read_bytes()
    for end in range(1, len(data), 23):
        assert "DocBin" in reasons(data[:end], tmp_path)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"attrs": []}, "has no attrs"),
        ({"attrs": [77]}, "has no whole rows"),
        ({"attrs": ["x"]}, "has no attrs"),
        ({"tokens": b"123"}, "has no whole rows"),
        ({"tokens": "text"}, "has no tokens"),
        ({"spaces": b""}, "contradict"),
        ({"lengths": struct.pack("=3i", 8, 2_000_000_000, 3)}, "contradict"),
        ({"lengths": struct.pack("=3i", -1, 1, 1)}, "lengths in this DocBin are broken"),
        ({"lengths": b"12345"}, "lengths in this DocBin are broken"),
        ({"strings": []}, "does not hold all of its strings"),
        ({"strings": [["nested"]]}, "strings of this DocBin are broken"),
        ({"span_groups": [b"\xc1", b"", b""]}, "its span groups cannot be read"),
        ({"span_groups": [srsly.msgpack_dumps([b"x"]), b"", b""]}, "span groups cannot be read"),
        ({"span_groups": [srsly.msgpack_dumps(5), b"", b""]}, "span groups cannot be read"),
        ({"user_data": [b"\xc1", None, None]}, "its user data cannot be read"),
    ],
)
def test_a_file_that_lies_is_refused_with_a_reason(
    parts: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reasons(changed(**parts), tmp_path)


def test_a_group_whose_spans_lie_beyond_the_tokens_loses_them_by_name(tmp_path: Path) -> None:
    spans = [struct.pack(">QQQllll", 0, 0, 380, *place, 0, 0) for place in ((0, 1), (3, 999))]
    group = srsly.msgpack_dumps({"name": "sc", "attrs": {}, "spans": spans})
    groups = [srsly.msgpack_dumps([group]), b"", b""]
    (first, *_), problems = read_bytes(SPACY, changed(span_groups=groups), tmp_path)
    assert Span(0, 1, "PERSON") in (first.spans or ())
    assert [problem.left_out for problem in problems] == ["span"]


def test_a_bomb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    zeros = zlib.compressobj()
    head = zeros.compress(b"x") + zeros.flush(zlib.Z_FULL_FLUSH)
    megabyte = zeros.compress(bytes(2**20)) + zeros.flush(zlib.Z_FULL_FLUSH)
    assert "larger than 512 MB" in reasons(head + megabyte * 600, tmp_path)
    # One that unpacks to little, but would become 20 million objects.
    many = [b"\x90" * 20_000_000, None, None]
    head = b"\xc6" + struct.pack(">I", len(many[0]))
    user_data = b"\x93" + head + many[0] + b"\xc0\xc0"
    raw = zlib.decompress(SAMPLE.read_bytes())
    assert raw.count(b"\xa9user_data") == 1
    bomb = zlib.compress(raw[: raw.index(b"\xa9user_data")] + b"\xa9user_data" + user_data)
    tracemalloc.start()
    found = reasons(bomb, tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "its user data cannot be read: it is larger than 8 MB" in found
    assert peak < 200_000_000


def test_objects_of_python_in_user_data_are_not_made(tmp_path: Path) -> None:
    doc = NLP("Ada spoke.")
    doc.user_data["plain"] = [1, {"a": None}]
    doc.user_data["._.", "extension", 0, 1] = "x"
    doc.user_data["array"] = numpy.zeros(3)
    (record,), problems = read_bytes(SPACY, packed(doc), tmp_path)
    assert record.meta == {"plain": [1, {"a": None}]}
    assert [problem.left_out for problem in problems] == ["nothing", "nothing"]


@quick
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_any_byte_may_be_wrong(at: int, byte: int, tmp_path: Path) -> None:
    raw = bytearray(zlib.decompress(SAMPLE.read_bytes()))
    raw[at % len(raw)] = byte
    assert reasons(zlib.compress(bytes(raw)), tmp_path) is not None
