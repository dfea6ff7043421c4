"""What operators run from their own machine."""
