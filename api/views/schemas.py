"""Saved views, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from store.identity.views import LONGEST_NAME, LONGEST_SEARCH, ViewedPage

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, pattern=Plain, examples=["SSH from outside"])]
Search = Annotated[
    str,
    Field(
        max_length=LONGEST_SEARCH,
        pattern=Plain,
        description="What the page's address holds after the question mark",
        examples=["q=destination.port%3A22&from=now-7d&to=now"],
    ),
]


class ViewRead(Read):
    id: str
    page: ViewedPage
    name: str
    search: str
    created: Moment
    updated: Moment


class Views(Read):
    items: list[ViewRead]


class ViewAdd(Write):
    page: ViewedPage
    name: Name
    search: Search


class ViewChange(Write):
    name: Name
    search: Search
