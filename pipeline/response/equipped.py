"""What carries steps out, equipped as the settings say."""

from __future__ import annotations

from pathlib import Path

from pipeline.playbook_settings import PlaybookSettings
from pipeline.recovery.repositories import actuator_of
from pipeline.recovery_settings import RecoverySettings
from pipeline.response.actuators import Actuators
from pipeline.response.performing import Performing
from playbooks.recovery.drill_ground import DrillGround
from store.state import State


def performing_with(state: State, settings: PlaybookSettings, folder: Path, recovery: RecoverySettings) -> Performing:
    """folder: the data folder. Raises SettingsError when something is not described well enough."""
    more = [actuator_of(recovery, folder)] if recovery.repositories else []
    actuators = Actuators(settings, folder / "known_hosts", *more)
    return Performing(state, settings, actuators, DrillGround(recovery.drill_networks, recovery.drill_objects))
