"""A system's posture in NIST OSCAL 1.1: catalog, profile, security plan, assessment plan, results, plan of action.

In: the posture of one system and what people said of it. Out: the documents, the same for the same input. Not here: reading OSCAL.
"""
