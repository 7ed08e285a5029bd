"""Projects from which something is learnt in seconds, and a pipeline that makes known errors."""

import json
from pathlib import Path
from random import Random

import spacy

from annotator.session.import_report import ImportOptions
from annotator.session.importing import import_files
from annotator.session.jobs import finish
from tests.storage.projects import make

NAMES = ("Ada Byron", "Grace Hopper", "Alan Turing", "Mary Somerville", "Konrad Zuse")
PLACES = ("Bern", "Oslo", "Lima", "Kyoto", "Accra")
SAYINGS = ("{0} went to {1} by train.", "In {1} we met {0}.", "{0} hates {1}, they say.")


def learnable(folder: Path, *, finished: int = 120, unfinished: int = 10) -> Path:
    """A project of texts that say PER and CITY, so many of them finished."""
    path = make(folder / "p.annotator", labels="PER CITY")
    pick = Random(1)
    lines = []
    for number in range(finished + unfinished):
        name, place = pick.choice(NAMES), pick.choice(PLACES)
        text = f"{number}: {pick.choice(SAYINGS).format(name, place)} {pick.random()}"
        spans = [
            {"start": text.index(words), "end": text.index(words) + len(words), "label": label}
            for words, label in ((name, "PER"), (place, "CITY"))
        ]
        answer = "accept" if number < finished else None
        lines.append({"text": text, "spans": spans, "answer": answer})
    file = folder / "in.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    finish(import_files(path, [file], ImportOptions("ana")))
    return path


def erring(folder: Path) -> Path:
    """A pipeline that knows some names, of which it cuts one and mislabels another, and
    takes trains for places."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            *({"label": "CITY", "pattern": place} for place in PLACES[:3]),
            {"label": "PER", "pattern": "Ada Byron"},
            {"label": "PER", "pattern": "Hopper"},
            {"label": "CITY", "pattern": "Alan Turing"},
            {"label": "CITY", "pattern": "train"},
        ]
    )
    nlp.to_disk(folder)
    return folder
