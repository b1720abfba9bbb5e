"""OpenC2 as a consumer: messages of the Stateless Packet Filtering profile in, commands out; answers written per specification.

In:  OpenC2 Language 1.0 (also of 2.0, whose commands of this profile look the same), SLPF 1.0, in a message of HTTPS Transfer
     1.1 or bare, as 1.0 of it has them.
Out: `Command`, or the status and text to answer with.
Not: carrying anything out; that is a run like any other (`pipeline.response.openc2`).
"""
