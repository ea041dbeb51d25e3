"""From line items to facts."""
