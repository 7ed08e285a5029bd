"""The random sample: as large as it says, and no relation of the split for training."""

from annotator.core.document import document_key
from annotator.core.sample import is_blind, is_reserved
from annotator.train.split import Split

KEYS = [document_key(f"Text {n}.") for n in range(20_000)]


def test_a_tenth_is_reserved_and_half_of_it_blind() -> None:
    reserved = [key for key in KEYS if is_reserved(key)]
    assert 0.093 < len(reserved) / len(KEYS) < 0.107
    blind = [key for key in KEYS if is_blind(key)]
    assert {*blind} < {*reserved}
    assert 0.45 < len(blind) / len(reserved) < 0.55


def test_what_is_reserved_falls_to_every_part_of_the_split_as_all_else() -> None:
    split = Split((80.0, 20.0))
    reserved = [key for key in KEYS if is_reserved(key)][:1_000]
    train = [key for key in reserved if split._by_key(key) == "train"]
    assert 0.76 < len(train) / len(reserved) < 0.84
