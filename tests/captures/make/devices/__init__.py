"""The district's field devices as small programs: real sockets, real state, own protocol. Recorded into `district-devices`.

In: nothing but addresses of a network namespace made for it. Out: one capture of what they said to each other, in order,
with the misuse that `recording.yml` names under `truth`.
"""
