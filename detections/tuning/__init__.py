"""Rules in daily use: exceptions that hide what is known to be harmless, filters proposed from judged alerts, back-tests.

In:  a loaded RuleSet, Events, Alerts and what people decided about them.
Out: which exception hides an alert, proposals with their effect on judged alerts, what a rule would have found.
Not: keeping any of it, reading stores, clocks.
"""
