/* Suggestions below the question box, by the combobox pattern of WAI-ARIA. Without this file all works all the same.
   Recent questions are kept in this browser only. */
const MOST_RECENT = 8;
const SHORTEST = 2;
const WAIT = 90;

const words = document.querySelector("script[data-suggest]").dataset;
const kept = `whoknows.recent.${words.mine}`;

function recent() {
  try {
    const found = JSON.parse(localStorage.getItem(kept) ?? "[]");
    return Array.isArray(found) ? found.filter((each) => typeof each === "string").slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}

function keep(questions) {
  try {
    if (questions.length) localStorage.setItem(kept, JSON.stringify(questions.slice(0, MOST_RECENT)));
    else localStorage.removeItem(kept);
  } catch {
    /* a browser may keep nothing */
  }
}

function make(tag, attributes, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

class QuestionBox {
  constructor(input) {
    this.input = input;
    this.form = input.form;
    this.options = [];
    this.active = -1;
    this.list = make("div", { role: "listbox", id: `${input.id}-suggestions`, class: "suggest", "aria-label": words.list });
    this.list.hidden = true;
    this.status = make("p", { role: "status", class: "hidden" });
    this.form.append(this.list, this.status);
    const told = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(told)) input.setAttribute(name, value);
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("click", () => this.list.hidden && this.open());
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    this.form.addEventListener("submit", () => this.remember());
  }

  remember() {
    const asked = this.input.value.trim();
    if (asked && asked.length <= 200) keep([asked, ...recent().filter((each) => each !== asked)]);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), WAIT);
  }

  async open() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < SHORTEST) return typed ? this.close() : this.show(this.recent());
    this.asking = new AbortController();
    try {
      const answer = await fetch(`/suggestions?q=${encodeURIComponent(typed.slice(0, 500))}`, {
        headers: { accept: "text/html" },
        signal: this.asking.signal,
      });
      if (!answer.ok) return this.close();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (document.activeElement === this.input) this.show([...page.querySelector("[role=listbox]").children]);
    } catch {
      this.close();
    }
  }

  recent() {
    const questions = recent();
    if (!questions.length) return [];
    const group = make("div", { role: "group", "aria-label": words.recent });
    group.append(make("p", { class: "suggest-kind", "aria-hidden": "true" }, words.recent));
    for (const each of questions) {
      group.append(make("div", { role: "option", "aria-selected": "false", "data-question": each }, each));
    }
    group.append(make("div", { role: "option", "aria-selected": "false", "data-clear": "", class: "aside" }, words.clear));
    return [group];
  }

  show(groups) {
    this.list.replaceChildren(...groups);
    this.options = [...this.list.querySelectorAll("[role=option]")];
    this.options.forEach((each, place) => (each.id = `${this.list.id}-${place}`));
    this.move(-1);
    const some = this.options.length;
    this.list.hidden = !some;
    this.input.setAttribute("aria-expanded", String(some > 0));
    this.status.textContent = some === 1 ? words.one : some ? words.many.replace("0", String(some)) : "";
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }

  move(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const count = this.options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.open();
      else if (event.key === "ArrowDown") this.move(this.active + 1 < count ? this.active + 1 : -1);
      else this.move(this.active < 0 ? count - 1 : this.active - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  choose(option) {
    if (!option) return;
    if (option.dataset.href) {
      location.assign(option.dataset.href);
    } else if (option.dataset.question) {
      this.input.value = option.dataset.question;
      this.form.requestSubmit();
    } else {
      keep([]);
      this.close();
      this.status.textContent = words.cleared;
    }
  }
}

for (const input of document.querySelectorAll("form[role=search] input[name=q]")) new QuestionBox(input);
