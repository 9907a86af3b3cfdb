"""Documents to compilations: items, targets, projects, places and offices, each with its span and rule."""
