"""HTTP as both vendors need it: bounded in time, pooled, repeated only where that is safe."""
