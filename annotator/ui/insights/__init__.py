"""The Insights window: progress, suggestions, agreement and trust, drawn."""
