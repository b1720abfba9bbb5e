"""The audit trail, for the audit administrator."""
