"""Cannot be imported."""

raise ImportError("a dependency is missing")
