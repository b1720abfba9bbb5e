"""Event to Alert by behaviour: what no single event shows, measured over time per host, account, name or device.

In:  Events; each is reduced where it is read (`observed.py`) to the few facts a detector looks at.
Out: Findings, as Alerts with the measured values, the thresholds, sample events and a sentence saying why.
Not: I/O, clocks, storage. Time is event time; the same observations in any order within the lateness bound give the same
     findings, live and in replay.

    observed.py    the facts taken from an event, in the worker processes; `selection.py` packs them for the way
    contract.py    what a detector is; tables.py its bounded memory; catalogue.py its metadata and thresholds (rules/*.yml)
    engine.py      order of time, dispatch, ticks, snapshot and restore
    alerts.py      Finding to Alert
    one file per detector, named after what it finds; `registry.py` lists them
"""

from detections.behaviour.alerts import alert_of
from detections.behaviour.catalogue import Config, Rule, rules
from detections.behaviour.contract import Detector, Finding
from detections.behaviour.engine import Engine
from detections.behaviour.selection import Selector

__all__ = ["Config", "Detector", "Engine", "Finding", "Rule", "Selector", "alert_of", "rules"]
