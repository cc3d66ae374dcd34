// Buttons that copy a text. Without this module the text can be selected, and the button is not there.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const told = document.createElement("span");
  told.className = "aside";
  told.setAttribute("role", "status");
  button.after(" ", told);
  button.hidden = false;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      if (!document.execCommand("copy")) return; // the text is selected
    }
    told.textContent = button.dataset.copied;
  });
}
