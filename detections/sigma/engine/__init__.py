"""The fast way to what `RuleSet.scan` says: routes, interned values, interned verdicts.

In:  the rules of a RuleSet, Events.
Out: the same matches, with the same fields and values, as asking every rule.
Not: parsing rules, correlations, reading records.
"""

from detections.sigma.engine.engine import Engine

__all__ = ["Engine"]
