"""Notices → drafts of schemes that a person checks, every text beside what was made of it."""

from kaoji.reading.drafts.drafting import Draft, draft, drafts
from kaoji.reading.drafts.passages import Counts, DraftedRule, Mark, Passage, State

__all__ = ["Counts", "Draft", "DraftedRule", "Mark", "Passage", "State", "draft", "drafts"]
