"""Figures that one sentence tells one behind another, each by its own name: which of them was asked for."""
