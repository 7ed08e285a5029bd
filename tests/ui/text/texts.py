"""Texts with everything that tears offsets apart."""

from hypothesis import strategies as st

BITS = (
    "word",
    "Alibaba’s",
    "$50 billion",
    "e\u0301te\u0301",
    "👩‍👩‍👧‍👦",
    "😀",
    "🇩🇪",
    "\U00020000\U00020001",
    "東京都庁",
    "שלום",
    "مرحبا بالعالم",
    "नमस्ते",
    "สวัสดี",
    "\ufeff",
    "\xa0",
    "\t",
    "\x00",
    "\x1b",
    "\u200b",
    "\u200f",
    "\u2028",
    "\u2029",
    "\x85",
    "\x0b",
    "\x0c",
    "\x1c",
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    " ",
    ". ",
    "(",
    "x" * 300,
    "many words in a row that fill a line of the column and go on in the next " * 3,
)

ANY = st.characters(exclude_categories=["Cs"])
LATIN = st.characters(max_codepoint=0x17F)


def texts(characters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of these bits and a few other characters."""
    bits = st.sampled_from(BITS) | st.text(characters, max_size=5)
    return st.lists(bits, max_size=40).map("".join)


PLAIN = texts(ANY)
WELL_FORMED = texts(LATIN)
"""Without marks that join what are two words into one shape."""
