"""A static-site generator for a policy publication library; MkDocs is its first host."""

__version__ = "0.1.0"
