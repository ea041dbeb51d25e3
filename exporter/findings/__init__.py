"""What is wrong with the data, each fault with the place that the user wrote, and the rules behind it."""
