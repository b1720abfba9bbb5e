"""The situation (态势) as a number that explains itself: from open concerns to an index of 0 to 100, for the district and each
unit, zone and system. Pure: what concerns there are is gathered by `pipeline/situation.py`."""
