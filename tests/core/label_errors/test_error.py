"""How likely a minority is an error."""

from annotator.core.label_errors.error import LEAST_LIKELY, Kind, LabelError, share_of
from annotator.core.label_errors.strings import Strings


def test_one_against_many_is_likely_an_error_and_half_is_a_second_meaning() -> None:
    assert share_of(19, 1) > 0.85
    assert share_of(1, 1) == 0.5
    assert share_of(20, 18) < LEAST_LIKELY
    assert [share_of(9, n) for n in (1, 3, 5, 9)] == sorted(
        (share_of(9, n) for n in (1, 3, 5, 9)), reverse=True
    )


def test_the_more_is_unlabelled_the_less_likely_each_of_it_is_an_error() -> None:
    shares = [share_of(10, free) for free in range(1, 60)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < LEAST_LIKELY


def test_of_labels_as_frequent_the_one_that_is_more_frequent_in_all_is_the_best() -> None:
    strings = Strings()
    for words, label in (("NBA", "ORG"), ("NBA", "LOC"), ("Rome", "LOC"), ("Oslo", "LOC")):
        strings.add(words, label)
    assert strings.best("NBA") == ("LOC", 1)
    assert (strings.count("NBA"), strings.of("NBA", "ORG"), strings.of("x", "ORG")) == (2, 1, 0)


def test_an_error_stands_where_its_span_is_or_where_one_is_missing() -> None:
    missing = LabelError(Kind.UNLABELLED, 1, 2, None, (0, 3, "ORG"), 0.5)
    wrong = LabelError(Kind.DIFFERENT, 1, 2, (0, 3, "LOC"), (0, 3, "ORG"), 0.5)
    assert missing.place == (0, 3, "ORG")
    assert wrong.dismissal == (1, 2, "different", 0, 3, "LOC")
