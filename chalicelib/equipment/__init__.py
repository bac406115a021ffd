"""The catalogue of panels and inverters: a dated seed, and what agents add, correct and retire."""
