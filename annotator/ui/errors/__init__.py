"""The window for label errors: what is probably wrong, mended or dismissed by one key each."""
