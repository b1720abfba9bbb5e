"""Response: incidents begin playbooks, people approve, actuators act, effects are taken back in time.

In:  requested executions and decided approvals, as the state holds them; whoever writes them (console, CLI, triggers) may be
     another process.
Out: effects, each recorded before and after; executions followed step by step.
Not: what a playbook means (`playbooks`), nor how it is kept (`store`).
"""
