"""Critical information infrastructure: six activities, the file, assessments, permits to scan."""
