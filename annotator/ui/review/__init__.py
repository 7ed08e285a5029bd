"""The Review window: where annotators differ, and settling it."""
