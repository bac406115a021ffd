"""Public registries asked over HTTPS: addresses, parcels and companies, each one behind a port."""
