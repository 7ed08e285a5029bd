"""What a project tells of itself: progress, suggestions, agreement and trust, as tables."""
