"""Dialogs: making a project, keys and guidelines."""
