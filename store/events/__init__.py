"""The embedded event store: Parquet segments by day and data set, searched with DuckDB while they are being written.

In:  sealed Events in batches; queries in Lucene syntax over ECS names.
Out: pages, counts, histograms, top values, exports; every read limited to a Scope.
Not: parsing of records, authentication, the state database's own tables (it owns only those in `tables.py`).

A batch becomes visible by one row per segment in the state database, written in the caller's transaction; the files
were complete and synced before. Nothing in a segment ever changes; compaction and retention replace rows and files.
"""
