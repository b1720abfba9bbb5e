"""Critical infrastructure and suppliers over HTTP."""
