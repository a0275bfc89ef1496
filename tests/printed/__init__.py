"""A made-up report (tests/forms_of_figures.py) printed in every file format, from one source of figures."""
