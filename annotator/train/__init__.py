"""What learns from labels: splits, training, scores."""
