"""Recovery joined: looks at backups beside the journey, drills brought to their record, the board and the order of return.

In:  the settings' repositories, the registers, runs of playbooks.
Out: looks with history, events of the data set `fengsui.backup`, drills, papers for the compliance ledger.
Not: backing anything up; restic's own schedule at the systems does that.
"""
