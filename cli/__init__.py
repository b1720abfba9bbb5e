"""The `fengsui` command.

In:  arguments.
Out: text or JSON lines, exit codes.
Not: logic; each command calls the pipeline or the store.
"""
