"""Packets the sensors keep: as a file to save, or dissected by tshark. Whoever reads them is recorded."""
