"""The pages and the HTTP API: one aiohttp process that needs no script and no other host."""
