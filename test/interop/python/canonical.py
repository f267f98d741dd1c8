"""Writes each JSON text of standard input, one a line, as RFC 8785 canonical JSON, by code that is not this project's."""

import json
import sys

import rfc8785

SAFE = 2**53 - 1


def whole(text):
    """JSON has one kind of number, a double; Python's larger whole numbers would be another."""
    value = int(text)
    return value if -SAFE <= value <= SAFE else float(text)


for line in sys.stdin.buffer:
    sys.stdout.buffer.write(rfc8785.dumps(json.loads(line, parse_int=whole)) + b"\n")
