"""One's own account: password, second factor, sessions, language."""
