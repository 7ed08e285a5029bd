"""GLiNER: a tiny model that the test makes, where the package is installed; and its refusals."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from annotator.errors import SuggesterError
from annotator.suggest.pipelines import PipelineInfo, find
from annotator.suggest.plug_ins import parse
from annotator.suggest.process import suggest_all
from annotator.suggest.protocol import Piece, Setup, SuggestedPiece
from annotator.suggest.sources import Sources

needs_gliner = pytest.mark.skipif(
    not find_spec("gliner"), reason='GLiNER is not installed: pip install "annotator[gliner]"'
)
MOST_WORDS = 20
MAKE = """
import sys
from pathlib import Path
import torch
from gliner import GLiNER
from gliner.config import GLiNERConfig
from transformers import BertConfig, BertTokenizerFast

folder = Path(sys.argv[1])
letters = "abcdefghijklmnopqrstuvwxyz"
words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
folder.mkdir()
(folder / "vocab.txt").write_text("\\n".join(words))
encoder = BertConfig(
    vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
    intermediate_size=32, max_position_embeddings=256,
)
encoder.save_pretrained(folder / "encoder")
BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "encoder")
config = GLiNERConfig(
    model_name=str(folder / "encoder"), encoder_config=encoder.to_dict(), hidden_size=16,
    max_width=4, dropout=0.0, max_len=int(sys.argv[2]), span_mode="markerV0",
)
torch.manual_seed(0)
model = GLiNER.from_config(config, backbone_from_pretrained=False)
model.save_pretrained(str(folder / "model"), safe_serialization=True)
"""
TEXT = "🚀 Ada went to Paris. " * 12 + "\r\n\u2028 e\u0301nd"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that knows nothing and reads twenty words at once."""
    folder = tmp_path_factory.mktemp("gliner") / "made"
    offline = os.environ | {"HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-W", "ignore", "-c", MAKE, folder, str(MOST_WORDS)]
    subprocess.run(command, check=True, env=offline, capture_output=True)
    return folder / "model"


def said(name: str, setup: Setup | None, text: str = TEXT) -> SuggestedPiece:
    (answer,) = suggest_all([Piece(1, 100, 100 + len(text), text)], pipeline=name, setup=setup)
    assert isinstance(answer, SuggestedPiece), answer
    return answer


@needs_gliner
def test_it_proposes_the_labels_of_the_project_in_all_of_a_long_text(folder: Path) -> None:
    name = f"gliner:{folder}?threshold=0.1"
    answer = said(name, Setup("en", ("PERSON", "WORK_OF_ART")))
    found = answer.suggestions
    assert {one.label for one in found} <= {"PERSON", "WORK_OF_ART"}
    assert answer.sources == (name,)
    assert {one.source for one in found} == {name}
    assert all(0 <= (one.score or 0) <= 1 and len(one.runners_up) == 1 for one in found)
    shown = [TEXT[one.start - 100 : one.end - 100] for one in found]
    assert all(words == words.strip() != "" for words in shown)
    # The last words stand far behind what the model reads at once.
    assert max(one.end for one in found) > 100 + len(TEXT) - 10
    assert answer.tokens


@needs_gliner
def test_labels_that_were_named_are_those_of_the_project_where_it_has_them(folder: Path) -> None:
    name = f"gliner:{folder}?threshold=0.1&labels=work of art,river"
    found = said(name, Setup("en", ("PERSON", "WORK_OF_ART"))).suggestions
    labels = {label for one in found for label in (one.label, *dict(one.runners_up))}
    assert labels == {"WORK_OF_ART", "river"}


@needs_gliner
def test_without_labels_it_proposes_nothing_and_a_high_threshold_hides_all(folder: Path) -> None:
    assert said(f"gliner:{folder}", None).suggestions == ()
    assert said(f"gliner:{folder}?threshold=0.99", Setup("en", ("PERSON",))).suggestions == ()


@needs_gliner
def test_a_damaged_model_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[:200])
    with pytest.raises(SuggesterError, match="cannot be loaded"):
        said(f"gliner:{tmp_path}", None)


def test_a_name_tells_folder_labels_and_threshold(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    info = find("gliner:models/news?labels=person, place,person&threshold=0.4")
    name = f"gliner:{tmp_path}/models/news?labels=person, place,person&threshold=0.4"
    assert info == PipelineInfo(name, "", "", ("person", "place"))
    assert find(info.name) == info
    assert parse(info.name).options["threshold"] == "0.4"


def test_weights_that_are_not_there_are_said_with_what_to_put_where(tmp_path: Path) -> None:
    with pytest.raises(SuggesterError) as caught:
        Sources(f"gliner:{tmp_path}")
    assert str(tmp_path) in caught.value.sentence
    assert "gliner_config.json" in caught.value.sentence
    assert "model.safetensors" in caught.value.hint
    with pytest.raises(SuggesterError, match="needs a folder"):
        Sources("gliner:")


def test_weights_in_a_pickle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(SuggesterError, match="pickle") as caught:
        Sources(f"gliner:{tmp_path}")
    assert "model.safetensors" in caught.value.hint


@pytest.mark.parametrize("threshold", ["2", "-1", "much", "nan"])
def test_a_threshold_that_is_none_is_refused(tmp_path: Path, threshold: str) -> None:
    with pytest.raises(SuggesterError, match="from 0 to 1"):
        Sources(f"gliner:{tmp_path}?threshold={threshold}")


@pytest.mark.skipif(bool(find_spec("gliner")), reason="GLiNER is installed")
def test_a_package_that_is_not_installed_is_said(tmp_path: Path) -> None:
    for name in ("gliner_config.json", "model.safetensors", "tokenizer_config.json"):
        (tmp_path / name).write_text("{}")
    with pytest.raises(SuggesterError, match="GLiNER is not installed") as caught:
        Sources(f"gliner:{tmp_path}")
    assert "annotator[gliner]" in caught.value.hint
