"""The app's name and label."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Configuration of the app."""

    name = "kaoji.web.accounts"
