"""The Sigma engine, plain and complete: pySigma parses, this package evaluates. The oracle of any faster engine.

In:  rule files (folders, SigmaHQ archives), Events.
Out: matches with the fields that made them, correlations, explanations, and a report with every rule accounted for.
Not: reading records, storing alerts, any network.
"""

from detections.sigma.correlation import CorrelationMatch, Correlations
from detections.sigma.explain import Explanation
from detections.sigma.loader import check, load
from detections.sigma.report import Entry, LoadReport, Problem, State
from detections.sigma.rules import CompiledRule, Match
from detections.sigma.ruleset import RuleSet

__all__ = [
    "CompiledRule",
    "CorrelationMatch",
    "Correlations",
    "Entry",
    "Explanation",
    "LoadReport",
    "Match",
    "Problem",
    "RuleSet",
    "State",
    "check",
    "load",
]
