"""The Labels window: the label set changed as one step, with what that does shown before."""
