"""duly turns signed contracts into revenue you can trust."""

__version__ = "0.1.0"
