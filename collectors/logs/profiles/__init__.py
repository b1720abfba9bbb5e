"""Message texts that devices and programs write, known by profiles that are data (`vendors/*.yml`).

In:  one message or line: CEF, LEEF, key=value, separated columns, JSON, or text that patterns describe.
Out: its own names, ECS names beside them, data set, device and time added to an Event.
Not: headers around it (`syslog` reads those), records over several lines.

A new device or program needs one file in `vendors/` and no code; its `samples` are its tests.
"""

from collectors.logs.profiles.catalogue import Profile, profiles
from collectors.logs.profiles.tell import recognise, tell, tell_json

__all__ = ["Profile", "profiles", "recognise", "tell", "tell_json"]
