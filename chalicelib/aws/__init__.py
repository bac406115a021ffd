"""The only rooms that know AWS: each module hides one service behind plain Python values."""
