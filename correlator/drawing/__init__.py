"""An incident for the eye: its attack graph with places to draw it at, and its story in sentences made from templates. Pure."""
