"""Where public data meets the platform: every data set judged from events, alerts, papers and its system; its lineage read
from the events; what has changed sealed."""
