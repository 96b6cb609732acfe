"""Task tables and plans in running text → target tasks with their units, deadlines, targets and progress."""

from kaoji.reading.tasks.tables import DUE_HEAD, legend, read_tasks
from kaoji.reading.tasks.task import Task, to_json

__all__ = ["DUE_HEAD", "Task", "legend", "read_tasks", "to_json"]
