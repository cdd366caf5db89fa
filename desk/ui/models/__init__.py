"""Table and list models: how a sequence of view values answers Qt."""
