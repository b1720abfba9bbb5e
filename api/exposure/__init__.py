"""Where an attack could come from: exposure paths to a data set, and the choke points most of them pass."""
