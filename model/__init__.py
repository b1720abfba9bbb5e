"""The words every stage uses: Event, Alert, Incident, Entity, Asset, System, Unit, DataSet, Evidence, Execution.

In:  nothing of ours; this package imports no other package of the project and does no I/O beyond reading its own data.
     `build_attack.py` is a tool run by hand, imported by nothing.
Out: names, types, severities, the field catalogue (`fields/`), the ATT&CK pack (`attack.json`), and the error tree.
Not: parsing, storing, judging. A function here is pure; a type here says what a value means, not what to do with it.
"""
