"""The auditor's workspace: samples drawn by a seed, evidence beside each item, notes, the working paper as a file."""
