"""The same verbs as in the window, typed."""
