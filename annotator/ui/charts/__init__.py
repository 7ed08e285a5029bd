"""Charts that are drawn in the colours of the theme and tell in words what they draw."""
