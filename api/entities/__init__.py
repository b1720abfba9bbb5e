"""Entities: what is known of a host, account, device, address or data set, and which are hottest now."""
