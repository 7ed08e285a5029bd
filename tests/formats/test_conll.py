import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from annotator.core.annotation import Answer
from annotator.core.record import Record, Verdict
from annotator.core.span import Span
from annotator.errors import FormatError
from annotator.formats import detect
from annotator.formats.conll import CONLL
from annotator.formats.conll import read as read_conll
from annotator.formats.format import Corpus
from tests.formats.items import ROCKET, ROCKET_SPANS, exported, read, read_bytes, write
from tests.formats.torture import texts

REAL = ("wnut17", "crossner", "uner_ewt", "germeval2014", "litbank/entities_layered_tsv")
ADA = "Ada\tB-PER\nLovelace\tI-PER\nspoke\tO\n"


def surfaces(record: Record) -> list[tuple[str, str]]:
    return [(record.text[s.start : s.end], s.label) for s in record.spans or ()]


def one(data: str, folder: Path) -> Record:
    (record,), problems = read_bytes(CONLL, data.encode(), folder)
    assert problems == []
    return record


def counted(shared_data: Path) -> dict[str, list[dict[str, object]]]:
    counts: dict[str, list[dict[str, object]]] = {}
    for entry in json.loads((shared_data / "COUNTS.json").read_bytes()):
        if entry["file"].startswith(REAL):
            counts.setdefault(entry["file"], []).append(entry)
    return counts


def test_real_files_hold_what_was_counted_in_them(shared_data: Path) -> None:
    counts = counted(shared_data)
    assert len(counts) == 30
    for name, entries in counts.items():
        records, problems = read(CONLL, shared_data / name)
        assert problems == [], name
        labels: Counter[str] = Counter()
        for entry in entries:  # GermEval is counted by column: outer and inner
            labels.update(entry["labels"])  # type: ignore[arg-type]
        assert Counter(s.label for r in records for s in r.spans or ()) == labels, name
        # Where documents begin is known of these two kinds only: UNER says so, LitBank does
        # not, so that a sentence is a document.
        if entries[0]["kind"] == "layered_tsv":
            continue
        sentences = sum(len(record.meta.get("sentences", [0])) for record in records)
        assert sentences == entries[0]["sentences"], name
        assert detect(shared_data / name) is CONLL, name


def test_the_text_of_a_real_file_is_the_one_beside_its_tokens(shared_data: Path) -> None:
    records, _ = read(CONLL, shared_data / "uner_ewt/en_ewt-ud-dev.iob2")
    lines = (shared_data / "uner_ewt/en_ewt-ud-dev.iob2").read_text("utf-8").split("\n")
    texts = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    assert "\n".join(record.text for record in records) == "\n".join(texts)


@pytest.mark.parametrize(
    "name",
    [
        "ner-sent-per-line.iob",
        "ner-token-per-line.iob",
        "ner-token-per-line-with-pos.iob",
        "ner-token-per-line-conll2003.iob",
    ],
)
def test_the_samples_of_spacy_say_the_same_in_each_arrangement(
    shared_data: Path, name: str
) -> None:
    records, problems = read(CONLL, shared_data / "spacy_example_data" / name)
    assert problems == []
    assert [found for record in records for found in surfaces(record)][:3] == [
        ("Sebastian Thrun", "PERSON"),
        ("Google", "ORG"),
        ("2007", "DATE"),
    ]


def test_a_file_with_documents_is_read_by_document(shared_data: Path) -> None:
    path = shared_data / "doccano_transformer/labeling_text_label.conll2003.user0"
    records, problems = read(CONLL, path)
    assert problems == []
    assert len(records) == path.read_text().count("-DOCSTART-")
    assert records[0].text.split("\n")[1] == "Nadim Ladki"
    assert surfaces(records[0])[0] == ("JAPAN", "LOC")


def test_the_verdict_names_the_scheme_and_the_columns_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("EU NNP I-NP I-ORG\nrejects VBZ I-VP O\n")
    verdict = next(iter(read_conll(path)))
    assert isinstance(verdict, Verdict)
    assert verdict.convention == "IOB1"
    assert verdict.sentence.endswith("columns passed over: 2, 3")


def test_a_line_of_white_space_ends_a_sentence(tmp_path: Path) -> None:
    data = f"{ADA}\t\n{ADA}   \n{ADA}\r\n{ADA}".encode()
    records, problems = read_bytes(CONLL, data, tmp_path)
    assert [record.text for record in records] == ["Ada Lovelace spoke"] * 4
    assert problems == []


def test_a_text_that_does_not_fit_its_tokens_is_not_used(tmp_path: Path) -> None:
    data = f"# text = Ada Byron spoke\n{ADA}".encode()
    (record,), problems = read_bytes(CONLL, data, tmp_path)
    assert record.text == "Ada Lovelace spoke"
    assert [(p.line, p.left_out) for p in problems] == [(2, "nothing")]


def test_two_columns_of_tags_are_spans_within_spans(tmp_path: Path) -> None:
    data = "1\tBank\tB-ORG\tO\n2\tof\tI-ORG\tO\n3\tLondon\tI-ORG\tB-LOC\n"
    assert surfaces(one(data, tmp_path)) == [("Bank of London", "ORG"), ("London", "LOC")]


def test_phrases_beside_entities_are_not_read_as_entities(tmp_path: Path) -> None:
    data = "EU NNP B-NP B-ORG\nrejects VBZ B-VP O\n"
    assert surfaces(one(data, tmp_path)) == [("EU", "ORG")]
    assert surfaces(one("EU NNP B-NP O\nrejects VBZ B-VP O\n", tmp_path)) == []
    assert surfaces(one("EU NNP B-NP\nrejects VBZ B-VP\n", tmp_path))[0] == ("EU", "NP")


def test_a_number_sign_is_a_token_where_it_has_tags(tmp_path: Path) -> None:
    data = "#\tO\n#tag\tB-PER\n# note = x\nend\tO\n"
    record = one(data, tmp_path)
    assert record.text == "# #tag end"
    assert record.meta == {"note": "x"}


def test_a_row_of_another_width_is_named_and_leaves_the_document_unfinished(
    tmp_path: Path,
) -> None:
    data = f"{ADA}alone\n{ADA}\n{ADA}".encode()
    records, problems = read_bytes(CONLL, data, tmp_path)
    assert [(p.line, p.left_out) for p in problems] == [(4, "span")]
    assert records[0].text == "Ada Lovelace spoke alone Ada Lovelace spoke"
    assert [record.answer for record in records] == [None, Answer.ACCEPT]


def test_an_unknown_prefix_is_named_with_its_line(tmp_path: Path) -> None:
    data = (ADA * 10 + "Paris\tX-LOC\n").encode()
    (record,), problems = read_bytes(CONLL, data, tmp_path)
    assert [(p.line, p.left_out) for p in problems] == [(31, "span")]
    assert len(record.spans or ()) == 10


def test_bytes_of_an_old_encoding_are_read_and_said_once(tmp_path: Path) -> None:
    data = "Zürich\tB-LOC\nGenève\tB-LOC\n".encode("cp1252")
    (record,), problems = read_bytes(CONLL, data, tmp_path)
    assert record.text == "Zürich Genève"
    assert [(p.line, p.left_out) for p in problems] == [(1, "nothing")]


def test_prose_is_not_taken_for_columns(tmp_path: Path) -> None:
    prose = b"I saw B-52 bombers.\nO no, said Ada.\n\nThe end of it.\n"
    for data in (prose, b"", b"one\ntwo\n", b"name\tage\nAda\t36\nIda\t7\nOda\t9\n", b"x O\n"):
        assert not CONLL.recognises(data)
    path = tmp_path / "a.conll"
    path.write_bytes(prose)
    with pytest.raises(FormatError, match="No column of this file holds tags"):
        list(read_conll(path))


def test_spacy_reads_what_is_written() -> None:
    from spacy.training.converters import conll_ner_to_docs

    text = f"{ROCKET} “Then she left.” The end.\nU.S. troops\r\n\r\nstayed"
    spans = (*ROCKET_SPANS, Span(text.index("U.S."), text.index(" troops"), "GPE"))
    items = [exported(text, spans), exported("Nothing here.")]
    data, problems = write(CONLL, *items)
    assert problems == []
    docs = list(conll_ner_to_docs(data.decode().replace("-X- O\n", "O O\n"), no_print=True))
    found = [(ent.text, ent.label_) for doc in docs for ent in doc.ents]
    expected = ["Ada Lovelace", "IBM", "Paris", "U.S ."]
    assert [text for text, _ in found] == expected
    sentences = [sent.text for sent in docs[0].sents]
    assert sentences[1:3] == ["“ Then she left . ”", "The end ."]


def test_no_sentence_ends_within_a_span(tmp_path: Path) -> None:
    text = "New\nYork\nCity"
    data, _ = write(CONLL, exported(text, (Span(0, 8, "GPE"),), Answer.ACCEPT))
    (record,), problems = read_bytes(CONLL, data, tmp_path)
    assert problems == []
    assert surfaces(record) == [("New York", "GPE")]
    assert record.text == "New York\nCity"


def test_a_label_with_blanks_is_written_without_and_said() -> None:
    data, problems = write(CONLL, exported("IBM", (Span(0, 3, "big firm"),)))
    assert b"IBM -X- _ B-big_firm\n" in data
    assert [problem.left_out for problem in problems] == ["nothing"]


@settings(max_examples=50)
@given(text=texts)
def test_every_row_that_is_written_has_four_columns(text: str) -> None:
    file = BytesIO()
    list(CONLL.write([exported(text)], file, Corpus()))  # type: ignore[misc]
    for line in file.getvalue().decode().split("\n"):
        assert len(line.split()) in {0, 4}
