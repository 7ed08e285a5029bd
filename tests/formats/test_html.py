import socket
import time
from pathlib import Path
from typing import Any

import pytest

from annotator.core.record import Record
from annotator.errors import FormatError
from annotator.formats.files import read_records
from annotator.formats.html import HTML, decode_page
from tests.formats.items import read_bytes

ARTICLE = "<p>Zoë Øst met Ada Lovelace in Łódź, and they spoke of engines for hours.</p>"


def page(body: str = ARTICLE, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Arrivals</title>{head}</head><body>"
        '<nav><a href="/">Home</a><a href="/firms">Firms</a></nav>'
        f"<article>{body}</article><footer>All rights reserved</footer></body></html>"
    )


def text_of(data: bytes | str, folder: Path) -> str:
    records, _ = read_bytes(HTML, data.encode() if isinstance(data, str) else data, folder)
    return records[0].text


def test_menus_and_footers_are_not_of_the_article(tmp_path: Path) -> None:
    text = text_of(page(), tmp_path)
    assert text == "Zoë Øst met Ada Lovelace in Łódź, and they spoke of engines for hours."


def test_title_author_date_and_link_go_into_the_meta(tmp_path: Path) -> None:
    head = (
        '<meta name="author" content="Jo Writer"><link rel="canonical" href="https://example.org/a">'
        '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'
    )
    (record,), _ = read_bytes(HTML, page(head=head).encode(), tmp_path)
    wanted = {
        "title": "Arrivals",
        "author": "Jo Writer",
        "date": "2024-05-03",
        "link": "https://example.org/a",
        "source": "sample.html",
    }
    assert wanted.items() <= record.meta.items()


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ('<meta charset="utf-8">', "utf-8", "Łódź, Zoë"),
        ('<meta charset="windows-1251">', "cp1251", "Привет, Анна"),
        ('<META http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r", "Анна"),
        ("<meta charset=iso-8859-1>", "cp1252", "Zoë “quoted” €5"),
        ("<meta charset='shift_jis'>", "shift_jis", "東京の記事"),
        ("<meta charset=gb2312>", "gb18030", "北京的文章"),
        ("<meta charset=utf-16>", "utf-8", "Zoë"),
        ("<meta charset=no-such-thing>", "utf-8", "Zoë"),
        ("<meta charset=rot13>", "utf-8", "Zoë"),
        # Saved anew by a program that left the declaration as it was.
        ("<meta charset=windows-1252>", "utf-8", "Zoë"),
    ],
)
def test_the_encoding_that_a_page_declares_is_honoured(
    declared: str, encoding: str, name: str, tmp_path: Path
) -> None:
    body = f"<p>{name} and more than a few words beside it, so that it is an article.</p>"
    assert name in text_of(page(body, declared).encode(encoding), tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_outweighs_what_is_declared(encoding: str, tmp_path: Path) -> None:
    assert "Łódź" in text_of(page(head="<meta charset=cp1252>").encode(encoding), tmp_path)


def test_bytes_that_are_not_of_the_declared_encoding_are_said() -> None:
    found = decode_page(b"<meta charset=utf-8>" + "Zoë Łódź ".encode() * 9 + b"\xff")
    assert "Łódź" in found.text
    assert "not wholly in utf-8" in found.note


@pytest.mark.parametrize("body", ["", "<div></div>", "<script>var article = 'x';</script>"])
def test_a_page_without_an_article_is_one_sentence(body: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No article was found"):
        read_bytes(HTML, page(body).encode(), tmp_path)


def test_no_network_connection_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was opened")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    links = '<img src="https://example.org/x.png"><a href="https://example.org/y">there</a>'
    entity = (
        '<!DOCTYPE html SYSTEM "https://example.org/x.dtd"><link rel=canonical href=http://a.b/c>'
    )
    assert "Ada" in text_of(entity + page(ARTICLE + links), tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 20_000 + ARTICLE,
        "<p " + "a=1 " * 50_000 + ">" + ARTICLE,
        "<table>" * 2_000,
        "<" * 100_000,
        "&lt;" * 50_000,
        f'<img src="data:image/png;base64,{"A" * 5_000_000}">{ARTICLE}',
        "<!--" * 50_000,
    ],
    ids=["deep", "attributes", "tables", "brackets", "entities", "embedded", "comments"],
)
def test_a_hostile_page_is_read_in_bounded_time(body: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(body), "utf-8")
    begun = time.process_time()
    (item,) = read_records([path])
    assert isinstance(item, Record) or "No article" in item.reason  # type: ignore[union-attr]
    assert time.process_time() - begun < 60


def test_a_page_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="longer than 4,000,000 characters"):
        read_bytes(HTML, page(ARTICLE * 60_000).encode(), tmp_path)
