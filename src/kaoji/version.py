"""The version of Kaoji, in one place."""

VERSION = "0.1.0"
