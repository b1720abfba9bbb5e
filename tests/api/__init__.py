"""The HTTP interface, over real HTTP on a real state."""
