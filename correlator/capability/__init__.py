"""What an attacker could do: rules over the register, chained forward from what is held.

In:  an `Estate`, what an attacker holds with how sure that is, rules of detection by technique.
Out: what becomes possible and by which steps: next steps, blast radius, containment, exposure paths, choke points.
Not: what happened (the evidence graph), storage, clocks. The same register and the same facts give the same answers.

    rules.yml        the rules as data; table.py loads them
    facts.py         the words: what an attacker can hold
    graph.py         facts and steps (AND nodes) in arrays; kernel.py chains over them
    register.py      records to steps, kept up to date by deltas; grounding.py: which record gives which steps
    closure.py       what follows from what is held, with the cheapest derivation; O(affected) per change
    compromise.py    from entities of an incident to held facts
    blast.py         which data, services and devices are within reach, how likely, how far
    following.py     the steps that can be taken now
    defence.py       what defenders can do, what it cuts and what it costs
    containment.py   the cheapest verified set of such actions; hitting.py: sets and lower bounds
    paths.py         cheapest paths to a data set; choke points of the whole district
"""
