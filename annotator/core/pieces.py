"""Cutting a long text into pieces at the ends of paragraphs, lines or words."""

from collections.abc import Iterator


def cut(text: str, limit: int, *, start: int = 0) -> Iterator[tuple[int, int]]:
    """Ranges that together cover the text from `start` on, each at most `limit` code points.

    A piece ends after the last blank line within the limit, else after the last line
    break, else after the last space, else at the limit itself. An empty text has one
    empty piece.
    """
    while len(text) - start > limit:
        end = _end_of_piece(text, start, limit)
        yield start, end
        start = end
    yield start, len(text)


def _end_of_piece(text: str, start: int, limit: int) -> int:
    for mark in ("\n\n", "\r\n\r\n", "\n", "\r", " "):
        found = text.rfind(mark, start + 1, start + limit)
        if found > start:
            return found + len(mark)
    return start + limit
