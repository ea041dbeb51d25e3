"""Random inputs by the thousand, in one process: what two readers say is the same, and nothing breaks down."""
