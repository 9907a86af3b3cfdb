"""`python -m luoshi.cli` is the program."""

from luoshi.cli import main

main()
