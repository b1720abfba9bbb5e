"""Reports as values and as files.

In: posture, gates, papers, incidents, a checkpoint of the ledger. Out: a `Report`, and of it PDF, DOCX, XLSX or JSON.
Not here: reading the store, deciding who may, recording that it was done (pipeline.reporting, api, cli).
"""
