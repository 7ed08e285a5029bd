"""Values and rules of annotation: no files, no windows, no clock."""
