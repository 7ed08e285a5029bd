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

TEXTS = st.lists(st.sampled_from(BITS) | st.text(max_size=5), max_size=40).map("".join)
PLAIN = TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
