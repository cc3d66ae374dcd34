// The fields of one's own page: what is opened has the focus at once, and Escape closes it and gives the focus back.
for (const edit of document.querySelectorAll("details.edit")) {
  const summary = edit.querySelector("summary");
  edit.addEventListener("toggle", () => {
    if (!edit.open) return;
    for (const other of document.querySelectorAll("details.edit[open]")) if (other !== edit) other.open = false;
    edit.querySelector("input:not([type=hidden]), select")?.focus();
  });
  edit.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !edit.open || event.isComposing) return;
    edit.open = false;
    summary.focus();
  });
}

// What changed was there before a screen reader listened: say it again where it is heard.
for (const told of document.querySelectorAll(".done > p")) {
  const aloud = document.createElement("p");
  aloud.className = "hidden";
  aloud.setAttribute("role", "status");
  document.body.append(aloud);
  setTimeout(() => (aloud.textContent = told.textContent), 100);
}
