from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.markdown import MARKDOWN, front_matter
from tests.formats.items import read_bytes

YAML = (
    "---\r\ntitle: Arrivals\r\ndate: 2024-05-03\r\ntags: [people, {b: null}]\r\n---\r\n# *Ada*\r\n"
)
TOML = '+++\ntitle = "Arrivals"\ndate = 2024-05-03T10:00:00Z\n[place]\ncity = "Paris"\n+++\nAda\n'


def test_the_text_is_the_source_front_matter_and_marks_included(tmp_path: Path) -> None:
    (record,), problems = read_bytes(MARKDOWN, YAML.encode(), tmp_path)
    assert (record.text, problems) == (YAML, [])


def test_fields_of_yaml_go_into_the_meta_too(tmp_path: Path) -> None:
    (record,), _ = read_bytes(MARKDOWN, YAML.encode(), tmp_path)
    assert record.meta == {
        "title": "Arrivals",
        "date": "2024-05-03",
        "tags": ["people", {"b": None}],
        "source": "sample.md",
    }


def test_fields_of_toml_go_into_the_meta_too() -> None:
    fields = {"title": "Arrivals", "date": "2024-05-03T10:00:00+00:00", "place": {"city": "Paris"}}
    assert front_matter(TOML) == fields


@pytest.mark.parametrize(
    "text",
    ["", "---\n", "---\n\nNo fields\n\n---\n", "# Title\n---\na: b\n---\n", "--- a\nb: c\n---"],
)
def test_what_is_no_front_matter_gives_no_meta(text: str) -> None:
    assert front_matter(text) == {}


@pytest.mark.parametrize(
    "fields",
    [
        "a: [",
        "a: b\na: c: d",
        "a: !!python/object/apply:os.system [true]",
        "a: &a [x, x]\n"
        + "".join(
            f"{c}: &{c} [*{p}, *{p}, *{p}, *{p}, *{p}, *{p}]\n"
            for p, c in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "a: &a [*a]",
        "a: " + "[" * 5000,
        "a: {" * 3000,
        "title: a\nb: c\ntitle: d",
    ],
    ids=["open", "inner", "code", "laughs", "itself", "deep", "deeper", "twice"],
)
def test_broken_front_matter_stays_text_and_is_said(fields: str, tmp_path: Path) -> None:
    text = f"---\n{fields}\n---\nAda\n"
    (record,), problems = read_bytes(MARKDOWN, text.encode(), tmp_path)
    assert record.text == text
    assert record.meta == {"source": "sample.md"}
    assert [(p.left_out, p.line) for p in problems] == [("nothing", 1)]
    assert "front matter" in problems[0].reason


@given(st.text(alphabet="-+:[]{}&*!|>?#'\"\\ \n\tab0.", max_size=60))
def test_any_front_matter_is_read_or_refused(fields: str) -> None:
    for fence in ("---", "+++"):
        try:
            found = front_matter(f"{fence}\n{fields}\n{fence}\n")
        except ValueError:
            continue
        assert isinstance(found, dict)
