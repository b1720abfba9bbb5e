"""Messages of the city IoT network to Events: what devices and gateways say about themselves, without judging it."""
