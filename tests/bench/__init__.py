"""The bench: figures as JSON lines, each as a ratio to a reference measured in the same run."""
