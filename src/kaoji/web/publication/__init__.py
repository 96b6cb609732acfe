"""Approval, publicity, appeals, publication and archive."""
