"""OpenID Connect here has no bodies: browsers are sent there and come back. The claims that are read stand in `claims.py`."""
