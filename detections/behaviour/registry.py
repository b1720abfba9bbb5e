"""Which detectors there are. Named here, not found by scanning, so that reading this file is knowing them."""

from __future__ import annotations

from functools import lru_cache

from detections.behaviour.address_scan import AddressScan
from detections.behaviour.beaconing import Beaconing
from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector
from detections.behaviour.data_beyond_catalogue import DataBeyondCatalogue
from detections.behaviour.data_bulk_export import DataBulkExport
from detections.behaviour.data_destroyed_without_proof import DataDestroyedWithoutProof
from detections.behaviour.data_off_hours_export import DataOffHoursExport
from detections.behaviour.data_onward_transfer import DataOnwardTransfer
from detections.behaviour.data_outside_purpose import DataOutsidePurpose
from detections.behaviour.data_unmasked_identifiers import DataUnmaskedIdentifiers
from detections.behaviour.data_without_approval import DataWithoutApproval
from detections.behaviour.device_silence import DeviceSilence
from detections.behaviour.dns_tunnel import DnsTunnel
from detections.behaviour.exfiltration import Exfiltration
from detections.behaviour.generated_names import GeneratedNames
from detections.behaviour.impossible_travel import ImpossibleTravel
from detections.behaviour.new_destination import NewDestination
from detections.behaviour.new_device import NewDevice
from detections.behaviour.password_guessing import PasswordGuessing
from detections.behaviour.password_spraying import PasswordSpraying
from detections.behaviour.port_scan import PortScan
from detections.behaviour.rare_parent import RareParent
from detections.behaviour.rare_process import RareProcess

DETECTORS: tuple[type[Detector], ...] = (
    AddressScan,
    Beaconing,
    DataBeyondCatalogue,
    DataBulkExport,
    DataDestroyedWithoutProof,
    DataOffHoursExport,
    DataOnwardTransfer,
    DataOutsidePurpose,
    DataUnmaskedIdentifiers,
    DataWithoutApproval,
    DeviceSilence,
    DnsTunnel,
    Exfiltration,
    GeneratedNames,
    ImpossibleTravel,
    NewDestination,
    NewDevice,
    PasswordGuessing,
    PasswordSpraying,
    PortScan,
    RareParent,
    RareProcess,
)


@lru_cache(maxsize=8)
def detectors_of(config: Config) -> tuple[type[Detector], ...]:
    """Those the installation has not switched off."""
    return tuple(detector for detector in DETECTORS if detector.name in config.active)
