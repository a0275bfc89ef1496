"""Answers questions over the index: understanding, answers, pages, channels and the command line."""
