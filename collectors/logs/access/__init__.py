"""Access to data, in one vocabulary (`fengsui.data.*`) whoever tells it: databases, gateways, file exchanges, object stores."""

from collectors.logs.access.tell import add_access

__all__ = ["add_access"]
