"""Ways of working held as data: procedures with clocks; definitions, the engine, and what runs them by thousands."""
