"""The ways in and out: sign-in, activation, a forgotten password, one's account, one's firm."""
