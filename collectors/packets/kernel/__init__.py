"""The sensor's inner loop, compiled by numba: capture bytes to a flow table, without a Python object per packet.

In:  capture bytes where they lie (a file's read buffer, a block of the interface's ring).
Out: records in arrays: flows that ended, payload packets to look into (`layout`).
Not: fragments, frames with faults, records that contradict themselves. The loop stops before them, and the plain path
     (`reader`, `decode`, `source`) takes that one packet. What the loop does itself must equal what that path does.

`layout` holds the arrays and needs numpy only; everything else imports numba, so it is imported where it runs. Every
index is compared with the end of the captured bytes before it is used; `make fuzz` runs all of it with numba's own
bounds checks switched on.
"""
