"""The recovery board, and the order in which machines come back."""
