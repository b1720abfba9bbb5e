"""The approvals inbox over HTTP: what playbooks ask people, and their answers."""
