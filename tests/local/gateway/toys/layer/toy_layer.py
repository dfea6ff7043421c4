"""What a layer gives to functions."""

NAME = "from the layer"
