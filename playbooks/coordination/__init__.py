"""Coordinated response (应急协同): how grave an incident is, what the law wants reported by when, and how a notice to a unit
goes from draft to archive. Plain functions of values and a time; what is law or policy is data beside the code, dated, and
says what nobody has verified yet."""
