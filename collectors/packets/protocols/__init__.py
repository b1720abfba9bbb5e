"""Application protocols: bytes of one direction or one message in, facts out, every length checked.

In:  what `collectors.packets.tcp` and `udp` put in order; a module holds one protocol's wire format, with its limits.
Out: facts under ECS and `fengsui.*` names, through the conversation they belong to.
Not: other protocols. `collectors.packets.identify` decides which one a flow speaks, from content.
"""
