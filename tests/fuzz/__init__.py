"""Bytes of no meaning into whatever reads untrusted bytes, guided by coverage (`make fuzz`).

`targets.py` lists what is fuzzed; a new parser is one line there. Each target runs in a process of its own, for a bounded
time, with limits on the time and memory of a single input; what breaks it is left in a file to be run again.
"""
