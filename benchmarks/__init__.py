"""How fast and in how much memory the work of millions of facts is done, here and by others, side by side."""
