"""Identifiers in what sources tell: recognised by check digit and context, covered before anything is kept.

In:  texts and Events of data sources.
Out: kind, count, keyed digest and mask of each identifier; the same Event with the mask where the identifier stood.
Not: identifiers within what is encoded otherwise than URLs, JSON and nginx do (base64, compressed bodies).
"""

from collectors.identifiers.recognise import Span, find, mask

__all__ = ["Span", "find", "mask"]
