"""Packets to Events: flows, and facts from DNS, HTTP/1, TLS, SSH, MQTT, Modbus/TCP and sign-ins in clear text.

In:  pcap and pcapng bytes (`reader`), one frame at a time to headers (`decode`, `fragments`).
Out: flow Events from the meter (`meter`, `flows`), protocol Events from reassembled payloads (`tcp`, `udp`, `protocols/`);
     what could not be read, quarantined with reason and place. `SOURCE` is the `pcap` source of `collectors.registry`.
Not: judging, keeping payloads or passwords, decrypting, capturing from an interface.
"""

from collectors.packets.source import SOURCE, PcapSource

__all__ = ["SOURCE", "PcapSource"]
