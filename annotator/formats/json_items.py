"""The items of a JSON file, one at a time in bounded memory, whatever their arrangement.

An item is an element of an array at the top, or else a value at the top: JSON lines, a single
object, and several values one after another are all read, under any name.

The standard library's decoder is used: on 10,000 documents with 70 spans each it takes, with
names of fields checked, 0.8 times as long as ijson with its C parser, which does not check them,
and it knows where it stands; orjson can neither begin inside a file nor see a name twice.
"""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from annotator.core.record import Problem
from annotator.formats.encoding import shown
from annotator.formats.json_checks import (
    TOO_MANY_PARTS,
    TwiceError,
    each_once,
    has_too_many_parts,
)
from annotator.formats.json_head import OPEN_ENDS
from annotator.formats.lines import LONGEST_LINE_BYTES
from annotator.formats.span_items import shorten

LONGEST_ITEM = LONGEST_LINE_BYTES
_CHUNK_BYTES = 1024 * 1024
_BROKEN = (
    (b"\xff\xfe", "the file is UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "the file is UTF-16; save it as UTF-8"),
)
_SPACE = re.compile(r"[ \t\r\n]*")
_OPEN_ENDS = tuple(mark.decode() for mark in OPEN_ENDS)
_AT_END = 12
"""An error so near to the end of what is read may be due to what is not."""


class _Misfit(ValueError):
    """What JSON here must not hold."""


def _constant(name: str) -> NoReturn:
    raise _Misfit(f"{name} is no number that JSON knows")


def _float(digits: str) -> float:
    number = float(digits)
    if number - number != 0:
        raise _Misfit(f"the number {shorten(digits)} is too large")
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=each_once, parse_constant=_constant, parse_float=_float
)
_LENIENT = json.JSONDecoder(parse_int=str, parse_float=str)
"""Finds the end of values that `_DECODER` refuses for what they hold."""


def each_item(path: Path) -> Iterator[tuple[int, Any]]:
    """Each item with the line that it begins in, from 1; a bad one is a Problem instead.

    A broken line, or value of several lines, spares those after it; a broken array is read
    up to the fault. Refused are: a field that stands twice in one object, NaN and Infinity,
    numbers that no float can hold, halves of surrogate pairs, bytes that are not UTF-8, values
    nested too deeply, items longer than 100 MB. A file without items yields one Problem.
    Raises OSError if the file cannot be read.
    """
    where = shown(path)
    with path.open("rb") as file:
        head = file.read(4)
        file.seek(3 if head.startswith(b"\xef\xbb\xbf") else 0)
        reason = _other_encoding(head)
        if reason:
            yield 1, Problem(where, None, reason)
        elif not head:
            yield 1, Problem(where, None, "the file is empty", "nothing")
        else:
            yield from _Reading(file, where).run()


def _other_encoding(head: bytes) -> str:
    # JSON begins with a character of ASCII, so that two NULs among its first bytes tell.
    for mark, reason in _BROKEN:
        if head.startswith(mark) or head.count(0) > 1:
            return reason
    return ""


class _Reading:
    """A file while it is read: what of it is in memory, and where reading stands."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file = file
        self._where = where
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._is_whole = False
        self._is_last_broken = False

    def run(self) -> Iterator[tuple[int, Any]]:
        """The items of the file."""
        count = 0
        while self._next():
            each = self._array() if self._is_list() else self._value()
            for found in each:
                count += 1
                yield found
        if not count:
            yield 1, Problem(self._where, None, "the file holds no items", "nothing")

    def _more(self) -> bool:
        """Read on; False at the end of the file. Each time half as much as there is already."""
        if self._is_whole:
            return False
        rest = self._text[self._at :]
        data = self._file.read(max(_CHUNK_BYTES, len(rest) // 2))
        self._is_whole = not data
        self._text = rest + self._decode(data, final=not data)
        self._at = 0
        return True

    def _go(self, at: int) -> None:
        self._line += self._text.count("\n", self._at, at)
        self._at = at

    def _next(self) -> str:
        """The next character that is not white space, "" at the end."""
        while True:
            match = _SPACE.match(self._text, self._at)
            assert match
            self._go(match.end())
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _is_list(self) -> bool:
        """Whether an array is one of items; one that begins with a string is an item."""
        if self._text[self._at] != "[":
            return False
        while True:
            match = _SPACE.match(self._text, self._at + 1)
            assert match
            if match.end() < len(self._text):
                return self._text[match.end()] != '"'
            if not self._more():
                return True

    def _array(self) -> Iterator[tuple[int, Any]]:
        self._go(self._at + 1)
        if self._next() == "]":
            return self._go(self._at + 1)
        while True:
            yield from self._value(in_array=True)
            if self._is_last_broken:
                return None
            after = self._next()
            if after == ",":
                self._go(self._at + 1)
                self._next()
            elif after == "]":
                return self._go(self._at + 1)
            else:
                reason = "after an item a comma or the end of the list must stand"
                yield self._line, self._here(f"{reason}; the rest of the file is not read")
                return self._pass_over_file()

    def _value(self, *, in_array: bool = False) -> Iterator[tuple[int, Any]]:
        self._is_last_broken = False
        line = self._line
        found, end = self._decoded()
        if end:
            fault = _surrogate(self._text[self._at : end])
            self._go(end)
            yield line, Problem(self._where, line, fault) if fault else found
        elif in_array:
            yield line, replace(found, reason=f"{found.reason}; the rest of the file is not read")
            self._is_last_broken = True
            self._pass_over_file()
        else:
            yield line, found
            self._pass_over()

    def _decoded(self) -> tuple[Any, int]:
        """The value that begins here, or the problem with it, and its end, 0 if that is not
        to be found."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._may_go_on(error):
                    return self._problem(error), 0
            except RecursionError:
                return self._here("it is nested too deeply"), 0
            except ValueError as error:
                return self._refused(error)
            else:
                if end < len(self._text) - 1 or not self._more():
                    return value, end

    def _refused(self, error: ValueError) -> tuple[Any, int]:
        digits = "it holds a number of too many digits"
        is_said = isinstance(error, _Misfit | TwiceError)
        problem = self._here(str(error) if is_said else digits)
        while True:
            try:
                return problem, _LENIENT.raw_decode(self._text, self._at)[1]
            except json.JSONDecodeError as broken:
                if not self._may_go_on(broken):
                    return problem, 0
            except RecursionError:
                return problem, 0

    def _here(self, reason: str) -> Problem:
        return Problem(self._where, self._line, reason)

    def _may_go_on(self, error: json.JSONDecodeError) -> bool:
        """Whether the fault may be that the value is not all in memory; then it is now."""
        cut = error.pos >= len(self._text) - _AT_END or error.msg.startswith("Unterminated")
        if not cut or len(self._text) - self._at > LONGEST_ITEM:
            return False
        return not has_too_many_parts(self._text, self._at) and self._more()

    def _problem(self, error: json.JSONDecodeError) -> Problem:
        if len(self._text) - self._at > LONGEST_ITEM:
            return self._here(f"the item is longer than {LONGEST_ITEM // 1024**2} MB")
        if has_too_many_parts(self._text, self._at):
            return self._here(TOO_MANY_PARTS)
        line = self._line + self._text.count("\n", self._at, error.pos)
        column = error.pos - max(self._at, self._text.rfind("\n", self._at, error.pos) + 1) + 1
        place = f"line {line}, character {column}" if line > self._line else f"character {column}"
        return self._here(f"not JSON at {place}: {error.msg}")

    def _pass_over(self) -> None:
        """Go to where the next value may begin: the next line, or after a value of several
        lines the next line that begins with a bracket."""
        end = self._find("\n")
        several = self._text[self._at : end].rstrip().endswith(_OPEN_ENDS)
        self._go(end)
        while several and self._at < len(self._text):
            if self._text[self._at + 1 : self._at + 2] in {"{", "["}:
                return
            self._go(self._at + 1)
            self._go(self._find("\n"))

    def _find(self, mark: str) -> int:
        """Where this character stands next, or the end; what was before may be forgotten."""
        while True:
            found = self._text.find(mark, self._at)
            if 0 <= found < len(self._text) - 1:
                return found
            if self._is_whole:
                return len(self._text)
            if len(self._text) - self._at > LONGEST_ITEM:
                self._go(len(self._text))
            self._more()

    def _pass_over_file(self) -> None:
        self._text, self._at, self._is_whole = "", 0, True


def _surrogate(written: str) -> str:
    """What is wrong with a value that holds half of a surrogate pair, or bytes that are not
    UTF-8, which are decoded as such; "" for nothing."""
    if not written.isascii():
        try:
            written.encode("utf-8")
        except UnicodeEncodeError:
            return "it is not UTF-8"
    return _escaped_surrogate(written) if "\\ud" in written or "\\uD" in written else ""


def _escaped_surrogate(written: str) -> str:
    import orjson

    try:
        orjson.loads(written)
    except orjson.JSONDecodeError as error:
        return f"it holds half of a surrogate pair, which is no text: {error.msg}"
    return ""
