"""`annotator train` beside spaCy's own `spacy train`, with the same config and documents.

Both train for a fixed number of steps on the published fashion brands; F is spaCy's own on the same
held-out documents. Times are of the whole commands, by the clock and of the processor. Since
`annotator train` takes the labels out of the project itself, `annotator export` stands beside
`spacy train`.

    python tests/benchmarks/training.py [STEPS]
"""

# ruff: noqa: T201 - what a benchmark is for

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

DATA = Path(__file__).parents[3] / "shared" / "data" / "prodigy_ner_fashion_brands"
FILES = ("fashion_brands_training.jsonl", "fashion_brands_eval.jsonl")
STEPS = 400


def run(*words: object) -> tuple[float, float, str]:
    """Seconds by the clock, of the processor, and what was printed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *map(str, words)], check=True, capture_output=True, text=True
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return ended - began, used, done.stdout


def f_of(pipeline: Path, corpus: Path, folder: Path) -> float:
    """F as spaCy's own command says it."""
    out = folder / "scores.json"
    run("spacy", "evaluate", pipeline, corpus / "test.spacy", "--output", out)
    return json.loads(out.read_text("utf-8"))["ents_f"]


def main() -> None:
    steps = sys.argv[1] if len(sys.argv) > 1 else str(STEPS)
    with TemporaryDirectory() as name:
        folder = Path(name)
        project, ours, theirs = folder / "p.annotator", folder / "ours", folder / "theirs"
        run("annotator", "new", project, "--labels", "empty", "--pipeline", "blank:en")
        run("annotator", "import", project, *(DATA / file for file in FILES))
        corpus = folder / "corpus"
        parts = ("--split", "80/10/10", "--answer", "accept")
        e = run("annotator", "export", project, corpus, "--format", "spacy", *parts)
        a = run("annotator", "train", project, "--output", ours, "--steps", steps)
        files = ("--paths.train", corpus / "train.spacy", "--paths.dev", corpus / "dev.spacy")
        b = run("spacy", "train", ours / "config.cfg", "--output", theirs, *files)
        f = f_of(ours, corpus, folder), f_of(theirs / "model-best", corpus, folder)
    print(a[2].strip())
    print(f"F on held-out documents   ours {f[0]:.4f}   spacy train {f[1]:.4f}")
    for what, i in (("by the clock", 0), ("of the processor", 1)):
        print(
            f"seconds {what:<17} ours {a[i]:6.1f}   export {e[i]:5.1f} + spacy train {b[i]:6.1f}"
            f"   {a[i] / (e[i] + b[i]):.2f} (without the export {a[i] / b[i]:.2f})"
        )


if __name__ == "__main__":
    main()
