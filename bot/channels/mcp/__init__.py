"""For assistants: tools over the Model Context Protocol, at a pipe (stdio) or by HTTP.

`tools.py` does what the tools are for, `tools.toml` describes them, `server.py` alone knows the extra `mcp`.
"""
