"""One module per change of the state database, in the order Alembic's revision numbers give."""
