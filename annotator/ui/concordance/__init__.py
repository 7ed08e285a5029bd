"""The Concordance window: a label or a string in all its contexts, and many changed at once."""
