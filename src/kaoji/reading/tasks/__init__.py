"""Task tables and plans in running text → target tasks with their units, deadlines, targets and progress."""

from kaoji.reading.tasks.tables import legend, read_tasks
from kaoji.reading.tasks.task import Task, to_json

__all__ = ["Task", "legend", "read_tasks", "to_json"]
