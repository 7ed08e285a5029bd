"""One annotator's sitting: every verb a user has."""
