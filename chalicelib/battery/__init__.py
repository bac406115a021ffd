"""The virtual battery: what a client's storage took in and gave back, month by month."""
