import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from annotator.errors import SuggesterError
from annotator.suggest import pipelines
from annotator.suggest.pipelines import DEFAULT, PipelineInfo, find, installed

ONTONOTES = 18


def write_meta(folder: Path, **more: object) -> Path:
    folder.mkdir(exist_ok=True)
    meta = {"lang": "en", "name": "mine", "version": "1.2", **more}
    (folder / "meta.json").write_text(json.dumps(meta), "utf-8")
    return folder


def test_the_default_pipeline_is_installed_with_its_labels_in_their_order() -> None:
    (info,) = [info for info in installed() if info.name == DEFAULT]
    assert (info.language, len(info.labels)) == ("en", ONTONOTES)
    meta = json.loads((pipelines.data_folder(info) / "meta.json").read_text("utf-8"))
    assert list(info.labels) == meta["labels"]["ner"]


def test_the_well_known_name_of_the_default_pipeline_finds_it() -> None:
    assert find("en_core_web_sm") == find(DEFAULT)
    assert find("en_core_web_sm").name == DEFAULT


def test_a_folder_is_found_by_its_path_and_keeps_it_as_its_name(tmp_path, monkeypatch) -> None:
    write_meta(tmp_path / "model", labels={"ner": ["B", "A"], "tagger": ["NN"]})
    monkeypatch.chdir(tmp_path)
    info = find("model")
    assert info == PipelineInfo(str(tmp_path / "model"), "en", "1.2", ("B", "A"))
    assert find(info.name) == info


def test_a_pipeline_of_rules_has_the_labels_of_its_rules(tmp_path) -> None:
    write_meta(tmp_path / "m", labels={"ner": ["A"], "entity_ruler": ["C", "A"]})
    assert find(str(tmp_path / "m")).labels == ("A", "C")


def test_what_lies_in_a_folder_that_was_picked_gets_its_name(tmp_path) -> None:
    assert pipelines.in_folder(tmp_path) == str(tmp_path)
    (tmp_path / "gliner_config.json").write_text("{}")
    assert pipelines.in_folder(tmp_path) == f"gliner:{tmp_path}"
    assert find(f"gliner:{tmp_path}").name == f"gliner:{tmp_path}"


def test_a_blank_pipeline_has_a_language_and_no_labels() -> None:
    assert find("blank:de") == PipelineInfo("blank:de", "de", spacy.__version__, ())


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing",
        "no/such/folder",
        "json",
        "blank:",
        "blank:qq",
        "blank:../x",
        "a\0b",
        "__main__",
    ],
)
def test_a_pipeline_that_is_not_there_is_refused_with_what_there_is(name) -> None:
    with pytest.raises(SuggesterError) as caught:
        find(name)
    assert name in caught.value.sentence
    assert DEFAULT in caught.value.hint


@pytest.mark.parametrize("meta", ["", "[]", "{}", '{"lang": "en"}', "\udcff"])
def test_a_folder_with_another_meta_json_is_no_pipeline(tmp_path, meta) -> None:
    (tmp_path / "meta.json").write_bytes(meta.encode("utf-8", "surrogateescape"))
    with pytest.raises(SuggesterError):
        find(str(tmp_path))


def test_no_module_of_this_room_loads_spacy_and_the_light_ones_not_even_numpy() -> None:
    code = (
        "import sys\n"
        "from annotator.suggest import pipelines, process, protocol, worker\n"
        "pipelines.installed(); pipelines.find('blank:de')\n"
        "assert not {'numpy', 'spacy', 'thinc'} & sys.modules.keys()\n"
        "from annotator.suggest import confidence, pipeline\n"
        "assert not {'spacy', 'thinc'} & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
