"""The project file: one SQLite database; the only room that says SQL."""
