"""How fast suggestions come, beside spaCy itself: articles a second, workers, a cold start.

    python -m tests.benchmarks.suggest_throughput [--json] [ROUNDS]

In one process, on the same articles, in batches of 8, processor time counts, the least of all
rounds: a shared machine only ever makes things slower. Where processes run side by side time
itself counts, and the figure means something on two free cores only; the reference says how
much of two cores there was. What two workers would do on free ones is reckoned from processor
times: those of one worker alone, to those of the busier of two and of the program that feeds
them.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import spacy

from annotator.core.pattern import Pattern
from annotator.suggest.pipelines import DEFAULT
from annotator.suggest.process import Crew
from annotator.suggest.protocol import BATCH, Piece, Ready, Setup, SuggestedPiece, decode, encode
from annotator.suggest.sources import Sources
from annotator.suggest.worker import THREAD_VARIABLES, command
from tests.benchmarks.figures import ROOT, Figure, alternating, compared, report

ARTICLE = Path(__file__).parents[3] / "shared" / "data" / "article" / "alibaba.txt"
SPARE = "Angela Merkel met Tim Cook of Apple Inc. in Paris on 3 May 2016 to sell $5 billion. "
ARTICLES = 64
LEAST_OF_BARE, LEAST_OF_TWO, MOST_OF_START = 0.9, 1.7, 1.2
TERMS = 1_000
PLAIN = """
import spacy
nlp = spacy.load({name!r}, enable=["ner"])
print([entity.text for entity in nlp({text!r}).ents])
"""
SPIN = (
    "import time\nend = time.time() + {seconds}\nn = 0\nwhile time.time() < end: n += 1\nprint(n)"
)


def main() -> None:
    report(figures())


def figures() -> Iterator[Figure]:
    rounds = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 5)
    texts = articles()
    yield from in_one_process(texts, rounds)
    yield from two_workers(texts, rounds)
    yield from cold_start(texts[0], rounds)


def articles() -> list[str]:
    """Articles of about 3,000 characters, no two the same."""
    text = ARTICLE.read_text("utf-8") if ARTICLE.exists() else SPARE * 40
    words = text.split(" ")
    return [" ".join(words[i * 7 :] + words[: i * 7]) for i in range(ARTICLES)]


def in_one_process(texts: list[str], rounds: int) -> Iterator[Figure]:
    pieces = pieces_of(texts)
    nlp = spacy.load(DEFAULT)
    nlp.select_pipes(enable="ner")
    plain, patterned = Sources(DEFAULT), Sources(DEFAULT)
    terms = tuple(Pattern("TERM", [{"LOWER": f"term{i}"}, {"LOWER": "x"}]) for i in range(TERMS))
    patterned.set_up(Setup("en", (), terms, 1))
    times = alternating(
        rounds + 1,  # the first round fills caches
        bare=lambda: seconds(lambda: list(nlp.pipe(texts, batch_size=BATCH))),
        ours=lambda: seconds(lambda: plain.suggest(pieces)),
        patterned=lambda: seconds(lambda: patterned.suggest(pieces)),
    )
    bare, ours, with_terms = (len(texts) / min(times[way][1:]) for way in times)
    yield at_least("articles/s, with scores and tokens", ours, bare, LEAST_OF_BARE)
    yield at_least(f"articles/s, {TERMS:,} patterns beside it", with_terms, bare, None)


def at_least(name: str, ours: float, reference: float, least: float | None) -> Figure:
    ratio = ours / reference
    target = f"≥ {least} × reference" if least else ""
    met = ratio >= least if least else None
    return Figure(name, f"{ours:.1f}/s", f"{reference:.1f}/s", ratio, target, met)


def seconds(work: Callable[[], object]) -> float:
    """Processor time that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pieces_of(texts: list[str]) -> list[Piece]:
    return [Piece(i, 0, len(text), text) for i, text in enumerate(texts)]


def two_workers(texts: list[str], rounds: int) -> Iterator[Figure]:
    """Both are loaded before; what two plain processes do at once tells how free the cores are."""
    pieces = pieces_of(texts)
    busy: dict[str, list[float]] = {"one": [], "two": []}
    with closing(Crew(DEFAULT)) as one, closing(Crew(DEFAULT, workers=2)) as two:
        for crew in (one, two):
            elapsed(crew, pieces[: 2 * BATCH], [])
        times = alternating(
            rounds,
            one=lambda: elapsed(one, pieces, busy["one"]),
            two=lambda: elapsed(two, pieces, busy["two"]),
            free=free,
        )
    ours, reference = (len(pieces) / min(times[way]) for way in ("two", "one"))
    figure = at_least("articles/s, two workers", ours, reference, LEAST_OF_TWO)
    yield replace(figure, reference=f"{reference:.1f}/s; two loops {max(times['free']):.2f} × one")
    ours, reference = (len(pieces) / min(busy[way]) for way in ("two", "one"))
    yield at_least("articles/s, two workers, by processor time", ours, reference, LEAST_OF_TWO)


def elapsed(crew: Crew, pieces: list[Piece], busy: list[float]) -> float:
    """Seconds; `busy` gets the processor time of the busiest worker and of this process."""
    start, own, before = time.monotonic(), time.process_time(), worked_s(crew)
    answers = sum(answer is not None for answer in crew.answers(pieces))
    assert answers == len(pieces)
    took = time.monotonic() - start
    each = [after - was for after, was in zip(worked_s(crew), before, strict=False)]
    if each:
        busy.append(max(each) + (time.process_time() - own) * (len(each) > 1))
    return took


def worked_s(crew: Crew) -> list[float]:
    """The processor time of each worker so far; none where the system does not tell."""
    found = []
    for worker in crew._workers:
        stat = Path(f"/proc/{worker._process.pid if worker._process else 0}/stat")
        if stat.exists():
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            found.append((int(user) + int(system)) / os.sysconf("SC_CLK_TCK"))
    return found


def free() -> float:
    """How much more two loops do than one, in a second each: 2 on two free cores."""
    counts = []
    for number in (1, 2):
        loops = [
            subprocess.Popen(
                ["nice", sys.executable, "-c", SPIN.format(seconds=0.7)], stdout=subprocess.PIPE
            )
            for _ in range(number)
        ]
        counts.append(sum(int(loop.communicate()[0]) for loop in loops))
    return counts[1] / counts[0]


def cold_start(text: str, rounds: int) -> Iterator[Figure]:
    """From the start of a process to the entities of one article, in time and processor time."""
    environment = os.environ | dict.fromkeys(THREAD_VARIABLES, "1")
    code = PLAIN.format(name=DEFAULT, text=text)
    plain = ["nice", "-n", "10", sys.executable, "-c", code]
    used: dict[str, list[float]] = {"ours": [], "plain": []}
    times = alternating(
        rounds,
        plain=lambda: whole_run(plain, b"", environment, used["plain"]),
        ours=lambda: whole_run(command(DEFAULT), question(text), environment, used["ours"]),
    )
    name = "cold start to the first suggestion"
    yield compared(name, min(times["ours"]), min(times["plain"]), unit="s", most=MOST_OF_START)
    name = "cold start, processor time"
    yield compared(name, median(used["ours"]), median(used["plain"]), unit="s", most=MOST_OF_START)


def question(text: str) -> bytes:
    return encode(Setup("en")) + encode(Piece(1, 0, len(text), text))


def whole_run(
    arguments: list[str], said: bytes, environment: dict[str, str], used: list[float]
) -> float:
    """Seconds until the last line is there."""
    before, start = cpu_s(), time.monotonic()
    with subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        process.stdin.write(said)
        process.stdin.close()
        lines = [(line, time.monotonic() - start) for line in process.stdout]
    used.append(cpu_s() - before)
    if said:
        kinds = [type(decode(line)) for line, _ in lines]
        assert Ready in kinds
        assert kinds[-1] is SuggestedPiece
    return lines[-1][1]


def cpu_s() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
