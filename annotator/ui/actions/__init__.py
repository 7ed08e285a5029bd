"""Every action of the window: its name, its keys, its menu, and what it does."""

from annotator.ui.actions.action import Action, in_article, in_window, install, with_own_keys

__all__ = ["Action", "in_article", "in_window", "install", "with_own_keys"]
