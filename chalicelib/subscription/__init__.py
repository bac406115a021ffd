"""Subscription: the client's link, what he reads and agrees to, his signature or his no."""
