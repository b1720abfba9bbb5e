"""What other tools read: a library of the control items for CISO Assistant, posture as rows for spreadsheets.

In: the catalogues, or the posture of systems. Out: bytes of one file, the same for the same input. Not here: OSCAL, reports.
"""
