"""How dates are written, where a language here has another custom than Django knows of it."""
