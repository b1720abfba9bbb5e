"""OpenC2 over HTTPS: another producer's packet filter commands, answered per specification."""
