"""The benches: cold starts, the framework's price, and AWS calls counted per operation."""
