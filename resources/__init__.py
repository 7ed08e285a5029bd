"""Files that come with the program: label presets, sample articles."""
