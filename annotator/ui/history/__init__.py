"""The History window: what was done to a document, what it was then, and bringing it back."""
