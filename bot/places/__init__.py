"""Which public bodies a question names: regions, organs and their many spellings."""
