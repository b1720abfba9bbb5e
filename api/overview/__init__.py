"""The overview: what there is now, and the journey with its rates."""
