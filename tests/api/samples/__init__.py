"""The auditor's workspace over HTTP."""
