"""The figures of the project's own pages: measured, rendered, and not allowed to fall unseen."""
