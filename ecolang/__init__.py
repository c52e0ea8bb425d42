"""EcoLang: a rule language for procedural regulations."""
