"""CACAO Security Playbooks 2.0 (OASIS Committee Specification 01, 27 November 2023): documents in, checked models out.

In:  a JSON document of any origin.
Out: `Reading`: the playbook when it can run, and every problem with its place; the same document again on export.
Not: running anything.
"""

from playbooks.cacao.playbook import Playbook
from playbooks.cacao.problems import Problem
from playbooks.cacao.reading import Reading, read, read_document, write

__all__ = ["Playbook", "Problem", "Reading", "read", "read_document", "write"]
