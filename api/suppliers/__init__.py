"""The supply chain: suppliers, what they supply, their access, contracts and people."""
