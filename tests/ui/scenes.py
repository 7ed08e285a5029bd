"""Articles to take pictures of: mixed states, nesting, right to left, and a long document."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.core.document import Document, DocumentId
from annotator.core.label import LabelSet
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import Span
from annotator.core.suggestion import Suggestion
from annotator.core.words import Words
from annotator.formats.labels import read_labels
from annotator.session.article import Article, Focus, Place

LABELS: LabelSet = read_labels("ontonotes")

NEWS = (
    "Alibaba Group Holding Ltd. shares climbed to their highest level in nearly four years after"
    " the company announced it will increase AI spending beyond its original $50 billion-plus"
    " target.\n\nThe move places Alibaba alongside global tech giants, News.Az reports, citing"
    " Bloomberg.\n\nChief Executive Officer Eddie Wu anticipates overall investment to accelerate"
    " to some $4 trillion worldwide over the next five years. His division will launch its first"
    " data centers in Brazil, France and the Netherlands in the coming year.\n\nIts shares rose as"
    " much as 7.8% in Hong Kong, helping lift Chinese chipmakers.\n"
)
SAID = (
    ("Alibaba Group Holding Ltd.", "ORG"), ("nearly four years", "DATE"), ("AI", "ORG"),
    ("$50 billion", "MONEY"), ("Bloomberg", "GPE"), ("Eddie Wu", "PERSON"),
    ("some $4 trillion", "MONEY"), ("the next five years", "DATE"), ("first", "ORDINAL"),
    ("Brazil", "GPE"), ("France", "GPE"), ("Netherlands", "GPE"), ("the coming year", "DATE"),
    ("as much as 7.8%", "PERCENT"), ("Hong Kong", "GPE"), ("Chinese", "NORP"),
)  # fmt: skip
INSIDE = (
    "The University of California, Berkeley School of Law wrote to the Supreme Court of the"
    " State of New York about the 2016 European Union membership referendum in the United"
    " Kingdom.\n"
)
NESTED = (
    ("University of California, Berkeley School of Law", "ORG"),
    ("University of California, Berkeley", "FAC"), ("California", "GPE"), ("Berkeley", "GPE"),
    ("Supreme Court of the State of New York", "ORG"), ("State of New York", "GPE"),
    ("New York", "LOC"), ("2016 European Union membership referendum", "EVENT"),
    ("2016", "DATE"), ("European Union", "ORG"), ("United Kingdom", "GPE"),
)  # fmt: skip
LEFTWARDS = (
    "قال رئيس شركة علي بابا إيدي وو في هونغ كونغ إن الشركة ستنفق 380 مليار يوان.\n\n"
    "ראש הממשלה נפגש עם Tim Cook מחברת Apple Inc. בתל אביב.\n\n"
    "The name علي بابا means Ali Baba.\n"
)
LEFT_SAID = (
    ("شركة علي بابا", "ORG"), ("إيدي وو", "PERSON"), ("هونغ كونغ", "GPE"), ("Tim Cook", "PERSON"),
    ("Apple Inc.", "ORG"), ("בתל אביב", "GPE"), ("Ali Baba", "PERSON"),
)  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """An article in one state. `room_px` is the size of the view it is shown in."""

    text: str
    spans: Sequence[Span] = ()
    suggestions: Sequence[Suggestion] = ()
    focus: Focus | None = None
    room_px: tuple[int, int] = (840, 620)

    def article(self) -> Article:
        """It, as the view takes it."""
        words = Words(self.text)
        return Article(
            document=Document(DocumentId(1), "", "", len(self.text), {}),
            text=self.text,
            words=words,
            spans=SortedSpans(self.spans),
            suggestions=SortedSpans(self.suggestions),
            place=Place(cursor=words.after(0) or (0, 0), focus=self.focus),
        )


def found(text: str, said: Sequence[tuple[str, str]]) -> list[Span]:
    """Spans on the first mention of each of these words."""
    starts = [text.index(words) for words, _ in said]
    each = zip(starts, said, strict=True)
    return [Span(start, start + len(words), label) for start, (words, label) in each]


def suggested(spans: Sequence[Span]) -> list[Suggestion]:
    """The same as suggestions, from hardly sure to sure."""
    count = max(1, len(spans) - 1)
    return [
        Suggestion(s.start, s.end, s.label, "m", 0.1 + 0.89 * i / count, (("EVENT", 0.1),))
        for i, s in enumerate(spans)
    ]


def mixed() -> Scene:
    """Labels and suggestions, a note, a span that tears a word, and a focused suggestion."""
    both = found(NEWS, SAID)
    labels, rest = both[::2], suggested(both[1::2])
    torn = found(NEWS, [("ticipat", "EVENT")])
    return Scene(
        NEWS, [replace(labels[0], note="by law?"), *labels[1:], *torn], rest, focus=rest[3]
    )


def nested() -> Scene:
    """Three levels, some of them only suggested."""
    both = found(INSIDE, NESTED)
    some = [*both[:3], *both[4:10]]
    return Scene(INSIDE, some, suggested([both[3], both[10]]), room_px=(840, 320))


def right_to_left() -> Scene:
    """Arabic, Hebrew, and both mixed with English."""
    both = found(LEFTWARDS, LEFT_SAID)
    return Scene(LEFTWARDS, both[::2], suggested(both[1::2]), room_px=(840, 320))


def long() -> Scene:
    """A thousand times the news, to be shown from its middle."""
    text = NEWS * 1_000
    shifted = [replace(s, start=s.start + len(NEWS) * i, end=s.end + len(NEWS) * i)
               for i in range(1_000) for s in found(NEWS, SAID)]  # fmt: skip
    rest = suggested(shifted[1::2])
    return Scene(text, shifted[::2], rest, focus=rest[len(rest) // 2])


def unbroken() -> Scene:
    """Lines without a place to break, and Chinese and Japanese."""
    text = (
        "https://example.org/" + "withoutanybreak" * 20 + "\n\n" + "東京都庁は新宿区にある。" * 12
    )
    both = found(text, [("https", "PRODUCT"), ("東京都庁", "ORG"), ("新宿区", "GPE")])
    return Scene(text, [replace(both[0], end=200), *both[1:]], room_px=(840, 480))


SCENES = {
    "mixed": mixed,
    "nested": nested,
    "right-to-left": right_to_left,
    "long": long,
    "unbroken": unbroken,
}
