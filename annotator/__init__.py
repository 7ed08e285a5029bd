"""Annotator: label articles on the desktop, with suggestions from a model."""
