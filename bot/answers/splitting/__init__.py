"""Questions that are asked part by part: each module has one `Way` to cut them, `ways.split` takes it."""
