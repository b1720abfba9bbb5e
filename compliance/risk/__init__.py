"""Risk after GB/T 20984-2022, worked out from what the platform sees.

In:  the register, the posture of systems, alerts counted by rule, where an attack could reach.
Out: risks, each with every figure traced to its causes; how a treatment stands.
Not: reading any of that (`pipeline.compliance.risks`), keeping treatments and history (`store.compliance`).
"""
