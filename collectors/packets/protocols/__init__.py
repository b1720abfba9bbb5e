"""Application protocols, one module each: bytes of one direction or message in, facts out, every length checked.

A module knows its protocol's wire format and nothing of files, flows or other protocols. `collectors.packets.identify`
decides which one a flow speaks.
"""
