"""Somebody who goes through the site with a mouse, or with the keys alone."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from ui.speech import Speech

MOST = 250
"""Presses of the Tab key, at most, until something has the focus."""


@dataclass(frozen=True, slots=True)
class Walker:
    """A page, the language in which it is read, and whether only keys are used."""

    page: Page
    words: Speech
    keys: bool = False

    def text(self, message: str, name: str = "") -> str:
        """This text of the catalogue, before the name that it is about."""
        return f"{self.words.text(message)} {name}".strip()

    def button(self, message: str, name: str = "") -> Locator:
        """The button with this text."""
        return self.page.get_by_role("button", name=self.text(message, name), exact=True)

    def link(self, message: str) -> Locator:
        """The first link in the page itself with this text."""
        return self.page.get_by_role("main").get_by_role("link", name=self.text(message), exact=True).first

    def press(self, target: Locator) -> None:
        """Follow this link, or press this button."""
        if not self.keys:
            target.click()
            return
        self.reach(target)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Tick this box."""
        if not self.keys:
            target.check()
            return
        self.reach(target)
        self.page.keyboard.press("Space")

    def fill(self, target: Locator, text: str) -> None:
        """Write this text in a field, in place of what it has."""
        if not self.keys:
            target.fill(text)
            return
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, shown: str) -> None:
        """Choose what a list shows by this text."""
        if not self.keys:
            target.select_option(label=shown)
            return
        self.reach(target)
        self.page.keyboard.type(shown)

    def reach(self, target: Locator) -> None:
        """Go to it with the Tab key; AssertionError when it never gets the focus."""
        for _ in range(MOST):
            if target.evaluate("each => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no Tab leads to {target}")
