"""The query language: Lucene syntax over ECS names, read once for every event store.

In:  the text an analyst typed.
Out: a small tree of `store.query.nodes`, bounded in length, depth and number of clauses; QueryError with the character.
Not: SQL or Elasticsearch requests; each store compiles the tree for itself.
"""

from store.query.parse import parse

__all__ = ["parse"]
