"""Project files are handed out to annotators."""

from collections import Counter
from pathlib import Path

import pytest

from annotator.core.annotation import Answer
from annotator.core.pattern import Pattern
from annotator.errors import ProjectError
from annotator.session.annotator_name import login_name
from annotator.session.handing_out import HandoutOptions, Which, hand_out
from annotator.session.jobs import finish
from annotator.session.session import Session
from annotator.storage.project import Project
from tests.session.stage import OTHER, TEXT
from tests.session.test_merging import bring, label, state, work
from tests.storage.projects import make, propose, sql


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make(tmp_path / "home.annotator", TEXT, OTHER, "A third text.")


def test_handed_out_files_hold_what_is_to_do_and_come_home(home: Path, tmp_path: Path) -> None:
    propose(home, [])
    work(home, "ana", 3, lambda _, hands: hands.answer(Answer.ACCEPT))
    options = HandoutOptions(tmp_path / "out", ("ben", "cem"), overlap=0.5)
    report = finish(hand_out(home, options))
    assert report.shared == 1
    assert report.documents == {"ben": 2, "cem": 1}
    ben = Path(report.files["ben"])
    with Project.open_to_read(ben) as project, Project.open_to_read(home) as whole:
        assert list(project.labels()) == list(whole.labels())
        assert project.setting("pipeline") == whole.setting("pipeline")
    work(ben, "ben", 1, label(0, 12, "PER"))
    work(Path(report.files["cem"]), "cem", 1, label(0, 12, "ORG"))
    brought = bring(home, *map(Path, report.files.values()))
    assert (brought.annotations, brought.documents_added, brought.conflicts) == (2, 0, [])


def test_whoever_opens_a_handed_out_file_is_the_one_it_was_made_for(
    home: Path, tmp_path: Path
) -> None:
    report = finish(hand_out(home, HandoutOptions(tmp_path / "out", ("ben",))))
    session = Session(Path(report.files["ben"]), None)
    assert session.annotator == "ben"
    session.close()
    session = Session(home, None)
    assert session.annotator == login_name()
    session.close()


def test_handed_out_files_carry_patterns_settings_and_what_was_done(
    home: Path, tmp_path: Path
) -> None:
    work(home, "ben", 1, label(0, 12, "PER"))
    with Project.open(home) as project, project.transaction():
        project.patterns.put([Pattern("ORG", "IBM")])
        for name in ("queue_order", "memory", "gold"):
            project.put_setting(name, f"as {name}")
    report = finish(hand_out(home, HandoutOptions(tmp_path / "out", ("ben",), which=Which.ALL)))
    with Project.open_to_read(Path(report.files["ben"])) as project:
        assert [one.pattern for one in project.patterns.all()] == ["IBM"]
        assert [project.setting(n) for n in ("queue_order", "gold")] == [
            "as queue_order",
            "as gold",
        ]
    assert state(Path(report.files["ben"]))[0] == state(home)[0]


def test_seeds_go_to_everybody_without_their_gold(home: Path, tmp_path: Path) -> None:
    for number in (2, 3):
        work(home, "gold", number, label(0, 1), lambda _, hands: hands.answer(Answer.ACCEPT))
    options = HandoutOptions(tmp_path / "out", ("ben", "cem"), seeds=1)
    report = finish(hand_out(home, options))
    assert (report.seeds, sum(report.documents.values())) == (1, 3)
    files = list(map(Path, report.files.values()))
    keys = [{row[0] for row in sql(path, "SELECT key FROM documents")} for path in files]
    assert len(keys[0] & keys[1]) == 1
    for path in files:
        assert sql(path, "SELECT count(*) FROM spans")[0][0] == 0
        assert sql(path, "SELECT name FROM annotators WHERE name = 'gold'") == []
        assert sql(path, "SELECT * FROM seeds") == []
    seeds = sql(home, "SELECT key FROM seeds JOIN documents ON id = document_id")
    assert {row[0] for row in seeds} == keys[0] & keys[1]


def test_more_seeds_than_there_are_make_nothing(home: Path, tmp_path: Path) -> None:
    work(home, "gold", 2, lambda _, hands: hands.answer(Answer.ACCEPT))
    with pytest.raises(ProjectError, match="There are 1 settled documents"):
        finish(hand_out(home, HandoutOptions(tmp_path / "out", ("ben",), seeds=2)))
    assert not (tmp_path / "out").exists()


def test_a_shared_document_may_go_to_some_of_them(tmp_path: Path) -> None:
    home = make(tmp_path / "home.annotator", *(f"Text {n}." for n in range(12)))
    options = HandoutOptions(tmp_path / "out", tuple("abc"), overlap=0.5, people=2)
    report = finish(hand_out(home, options))
    assert report.documents == {"a": 6, "b": 6, "c": 6}
    copies: Counter[str] = Counter()
    for path in report.files.values():
        copies.update(row[0] for row in sql(Path(path), "SELECT key FROM documents"))
    assert Counter(copies.values()) == {1: 6, 2: 6}


@pytest.mark.parametrize(
    ("to", "overlap", "reason"),
    [((), 0, "Nobody"), (("a", "a"), 0, "twice"), (("a",), 2, "from 0 to 1")],
)
def test_a_handout_that_cannot_be_makes_nothing(
    home: Path, tmp_path: Path, to: tuple[str, ...], overlap: float, reason: str
) -> None:
    with pytest.raises(ProjectError, match=reason):
        finish(hand_out(home, HandoutOptions(tmp_path / "out", to, overlap)))
    assert not (tmp_path / "out").exists()
