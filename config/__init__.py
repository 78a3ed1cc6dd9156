"""Configuration: settings, addresses and the only place that reads the environment."""
