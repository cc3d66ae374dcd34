// Zoom of the map: by wheel, fingers, keys and buttons. Far enough into a department its level opens, and far enough out
// the one around it. Without this module every bubble is a link, and the list next to the picture has the same content.
const MOST = 6; // times as large as the whole picture
const STEP = 1.5;
const OPENS = 0.6; // part of the picture that a bubble takes when its level opens
const MOTION = 140; // milliseconds
const SCROLLED = 300; // milliseconds after which a turn of the wheel is no longer part of scrolling the page
const BACK = "map-back";

const figure = document.querySelector(".map");
const up = document.querySelector(".crumb a:last-of-type");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const key = location.pathname + location.search;
let scrolled = -Infinity;

class Picture {
  constructor(svg) {
    this.svg = svg;
    const { width, height } = svg.viewBox.baseVal;
    this.whole = { x: 0, y: 0, width, height };
    this.view = this.whole;
    this.fingers = new Map();
    this.dragged = 0;
    svg.addEventListener("wheel", event => this.wheel(event), { passive: false });
    svg.addEventListener("keydown", event => this.press(event));
    svg.addEventListener("focusin", event => this.follow(event.target));
    svg.addEventListener("pointerdown", event => this.touch(event));
    svg.addEventListener("pointermove", event => this.move(event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) svg.addEventListener(end, event => this.fingers.delete(event.pointerId));
    svg.addEventListener("click", event => this.click(event), true);
    svg.addEventListener("dragstart", event => event.preventDefault());
  }

  get scale() { return this.whole.width / this.view.width; }
  get shown() { return this.svg.getClientRects().length > 0; }
  get bubbles() { return [...this.svg.querySelectorAll("a.bubble")]; }

  // A place of the screen in the units of the picture.
  place(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return { x: point.x, y: point.y };
  }

  middle() { return { x: this.view.x + this.view.width / 2, y: this.view.y + this.view.height / 2 }; }

  zoom(times, at, moving = true) {
    const scale = Math.min(MOST, Math.max(1, this.scale * times));
    const width = this.whole.width / scale, height = this.whole.height / scale;
    const x = at.x - (at.x - this.view.x) * width / this.view.width;
    const y = at.y - (at.y - this.view.y) * height / this.view.height;
    this.show({ x, y, width, height }, moving);
    const bubble = times > 1 && this.bubbles.find(each => this.fills(each, at));
    if (bubble) open(bubble.href.baseVal, bubble.dataset.key);
  }

  fills(bubble, at) {
    const { cx, cy, r } = bubble.querySelector("circle");
    const inside = Math.hypot(at.x - cx.baseVal.value, at.y - cy.baseVal.value) < r.baseVal.value;
    return "level" in bubble.dataset && inside && 2 * r.baseVal.value > OPENS * Math.min(this.view.width, this.view.height);
  }

  // Zooming out of the whole picture leads to the department around.
  out(moving = true) {
    if (this.scale > 1.001) this.zoom(1 / STEP, this.middle(), moving);
    else if (up) open(up.href, new URLSearchParams(location.search).get("unit"));
  }

  show(view, moving) {
    const aim = {
      ...view,
      x: Math.min(Math.max(0, view.x), this.whole.width - view.width),
      y: Math.min(Math.max(0, view.y), this.whole.height - view.height),
    };
    const from = this.drawn ?? this.view, begun = performance.now();
    this.view = aim;
    cancelAnimationFrame(this.frame);
    const draw = now => {
      const part = !moving || calm.matches ? 1 : Math.min(1, Math.max(0, (now - begun) / MOTION));
      this.drawn = Object.fromEntries(Object.keys(aim).map(side => [side, from[side] + (aim[side] - from[side]) * part]));
      this.svg.setAttribute("viewBox", ["x", "y", "width", "height"].map(side => this.drawn[side]).join(" "));
      if (part < 1) this.frame = requestAnimationFrame(draw);
    };
    draw(begun);
    this.svg.classList.toggle("near", this.scale > 1.001);
  }

  wheel(event) {
    const nearer = event.deltaY < 0;
    const scrolling = !event.ctrlKey && performance.now() - scrolled < SCROLLED;
    if (scrolling || (!nearer && this.scale <= 1.001 && !event.ctrlKey)) return;
    event.preventDefault();
    if (!nearer && this.scale <= 1.001) this.out();
    else this.zoom(Math.exp(-Math.max(-100, Math.min(100, event.deltaY)) / 300), this.place(event), false);
  }

  touch(event) {
    this.fingers.set(event.pointerId, this.place(event));
    if (this.fingers.size === 1) this.dragged = 0;
  }

  move(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = this.place(event), other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      this.dragged = Infinity;
      const apart = point => Math.hypot(point.x - other.x, point.y - other.y);
      const times = apart(now) / Math.max(1, apart(before));
      if (times < 0.9 && this.scale <= 1.001) this.out();
      else this.zoom(times, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }, false);
      this.fingers.set(event.pointerId, this.place(event));
    } else if (this.scale > 1.001) {
      this.dragged += Math.hypot(now.x - before.x, now.y - before.y) * this.scale;
      this.show({ ...this.view, x: this.view.x + before.x - now.x, y: this.view.y + before.y - now.y }, false);
    }
  }

  click(event) {
    if (this.dragged > 6) event.preventDefault();
    const bubble = event.target.closest("a[data-level]");
    if (bubble && event.detail === 0) sessionStorage.setItem(BACK, JSON.stringify({ to: pathOf(bubble.href.baseVal), key: "" }));
    this.dragged = 0;
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const bubble = event.target.closest("a.bubble");
    const acts = {
      "+": () => this.zoom(STEP, bubble ? middleOf(bubble) : this.middle()),
      "=": () => this.zoom(STEP, bubble ? middleOf(bubble) : this.middle()),
      "-": () => this.out(),
      "0": () => this.show(this.whole, true),
      ArrowLeft: () => this.step(bubble, -1, 0),
      ArrowRight: () => this.step(bubble, 1, 0),
      ArrowUp: () => this.step(bubble, 0, -1),
      ArrowDown: () => this.step(bubble, 0, 1),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  // The focus goes to the nearest bubble on this side.
  step(bubble, right, down) {
    if (!bubble) return;
    const from = middleOf(bubble);
    const far = each => {
      const to = middleOf(each), ahead = (to.x - from.x) * right + (to.y - from.y) * down;
      const aside = Math.abs((to.x - from.x) * down) + Math.abs((to.y - from.y) * right);
      return ahead > 1 ? ahead + 2 * aside : Infinity;
    };
    const best = this.bubbles.reduce((one, other) => (far(other) < far(one) ? other : one), bubble);
    if (far(best) < Infinity) best.focus();
  }

  // What has the focus is in view.
  follow(target) {
    const bubble = target.closest?.("a.bubble");
    if (!bubble || this.scale <= 1.001) return;
    const { x, y } = middleOf(bubble), { width, height } = this.view;
    this.show({ x: x - width / 2, y: y - height / 2, width, height }, true);
  }
}

function middleOf(bubble) {
  const { cx, cy } = bubble.querySelector("circle");
  return { x: cx.baseVal.value, y: cy.baseVal.value };
}

function pathOf(address) {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

// Goes to another level; the focus comes back to the map there, on the bubble with this key if it has one.
let opening = false;
function open(address, from) {
  if (opening) return;
  opening = true;
  sessionStorage.setItem(BACK, JSON.stringify({ to: pathOf(address), key: from ?? "" }));
  setTimeout(() => location.assign(address), calm.matches ? 0 : MOTION);
}

if (figure) {
  const pictures = [...figure.querySelectorAll("svg[data-map]")].map(svg => new Picture(svg));
  const picture = () => pictures.find(each => each.shown);
  addEventListener("scroll", () => { scrolled = performance.now(); }, { passive: true });
  addEventListener("pageshow", () => { opening = false; });
  const bar = figure.querySelector(".map-zoom");
  bar.hidden = false;
  bar.addEventListener("click", event => {
    const now = picture(), act = event.target.closest("button")?.dataset.zoom;
    if (act === "in") now.zoom(STEP, now.middle());
    if (act === "out") now.out();
    if (act === "whole") now.show(now.whole, true);
  });
  const back = JSON.parse(sessionStorage.getItem(BACK) ?? "null");
  sessionStorage.removeItem(BACK);
  if (back?.to === key) {
    const { bubbles } = picture();
    (bubbles.find(each => each.dataset.key === back.key) ?? bubbles[0])?.focus();
  }
}
