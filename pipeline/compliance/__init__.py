"""Where compliance meets the platform: facts are gathered from events, sources, inventory and ledgers, posture is judged
from them, changes are sealed and kept, bundles are written and verified."""
