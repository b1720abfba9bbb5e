"""The register of the estate: what it holds, changing it, and taking files in."""
