"""Risks: the matrix, each risk with its causes, what is done about it, how it went."""
