"""Texts that other programs alter on the way in or out."""

from hypothesis import strategies as st

TEXTS = {
    "emoji": "🚀 Ada Lovelace joined IBM in Paris.",
    "family of joined emoji": "👩‍👩‍👧‍👦 and 🇩🇪🇫🇷 and 👍🏽",
    "combining marks": "Ame\u0301lie, not Amélie; Vie\u0323\u0302t",
    "CRLF": "one\r\ntwo\r\n\r\nthree\r\n",
    "lone CR": "one\rtwo\r\rthree",
    "NBSP": "5\u00a0million\u202feuros",
    "BOM": "\ufeffAlibaba \ufeff rose",
    "U+2028 and its kin": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "right to left": "\u202bשלום\u202c and مرحبا بالعالم",
    "tab": "a\tb\t\tc",
    "NUL": "a\0b\0",
    "noncharacters": "\ufdd0 \uffff \U0010ffff",
    "other controls": "\x01\x1b\x7f\u00ad",
    "not normalised": "ﬁn ① Å Å",
    "blank": " \n ",
    "one quote": '"',
    "backslashes": "\\n \\u00e9 \\",
}

MARKS = '\r\n\t\0\u00a0\ufeff\u2028\u2029\u0301\u200d🚀👩é"\\ אa.'
texts = st.text(st.one_of(st.sampled_from(MARKS), st.characters(codec="utf-8")), min_size=1)
"""Any text that is not empty, with much of what is troublesome."""
