import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.sorted_spans import LONG, SortedSpans
from annotator.core.span import Span, key_of, overlap

offsets = st.integers(0, 3 * LONG)
spans = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    offsets,
    st.integers(1, 20) | st.integers(LONG - 1, LONG + 1) | st.integers(1, 3 * LONG),
    st.sampled_from(["A", "B"]),
)
sets_of_spans = st.lists(spans, unique_by=key_of, max_size=30)


@given(given_spans=sets_of_spans, more=st.lists(spans, max_size=10), data=st.data())
def test_it_holds_what_a_plain_sorted_list_would(
    given_spans: list[Span], more: list[Span], data: st.DataObject
) -> None:
    model = {key_of(span): span for span in given_spans}
    held = SortedSpans(given_spans)
    for span in more:
        if key_of(span) in model:
            with pytest.raises(ValueError, match="there already"):
                held.add(span)
        else:
            held.add(span)
            model[key_of(span)] = span
    if model:
        for key in data.draw(st.lists(st.sampled_from(sorted(model)), unique=True)):
            assert held.remove(key) == model.pop(key)
            with pytest.raises(KeyError):
                held.remove(key)
    assert list(held) == [model[key] for key in sorted(model)]
    assert len(held) == len(model)
    check_searches(held, list(held), data)


def check_searches(held: SortedSpans[Span], model: list[Span], data: st.DataObject) -> None:
    probe = data.draw(st.sampled_from(model) | spans if model else spans)
    key = key_of(probe)
    assert held.overlapping(probe.start, probe.end) == [s for s in model if overlap(s, probe)]
    assert held.after(key) == next((s for s in model if key_of(s) > key), None)
    assert held.before(key) == next((s for s in reversed(model) if key_of(s) < key), None)
    assert (probe in held) == (key in map(key_of, model))
    same = [s for s in model if (s.start, s.end) == (probe.start, probe.end)]
    assert held.with_range(probe.start, probe.end) == same
