// Makes the page quicker where scripts run; without it every form and link works as it stands.
"use strict";

const page = (text) => new DOMParser().parseFromString(text, "text/html");
const find = (name, within = document) => within.querySelector(name);

// What the server drew is taken over node by node; no text ever becomes markup here.
function replace(fresh, name) {
  const mine = find(name);
  const theirs = find(name, fresh);
  if (mine && theirs) mine.replaceWith(document.adoptNode(theirs));
}

function showMark() {
  const panel = find("#source");
  const mark = panel && (find(".mark", panel) || find(".here", panel));
  const wide = mark && mark.closest(".wide");
  if (wide) wide.scrollLeft = mark.offsetLeft - wide.clientWidth / 2;
  if (mark) panel.scrollTop += mark.getBoundingClientRect().top - panel.getBoundingClientRect().top - panel.clientHeight / 3;
}

function showLast() {
  const last = find("[data-last]");
  if (last) last.scrollIntoView({ block: "start" });
}

let busy = false;

async function ask(form, value) {
  const body = new URLSearchParams({ q: value });
  const waiting = find(".waiting");
  busy = true;
  if (waiting) waiting.hidden = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
    const fresh = page(await answer.text());
    if (!find("main", fresh)) return; // told once already that it is too much: what was typed stays
    document.title = fresh.title;
    document.body.className = fresh.body.className;
    replace(fresh, "main");
    if (answer.ok && location.pathname !== "/") history.pushState(null, "", "/");
    showMark();
    showLast();
    const field = find("#q");
    if (field && matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  } catch {
    const field = find("#q");
    if (field) field.value = value;
    find("#question").submit();
  } finally {
    busy = false;
    const still = find(".waiting");
    if (still) still.hidden = true;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".drop")) {
    const button = find("button", form);
    button.textContent = form.dataset.waiting;
    button.disabled = true;
    return;
  }
  if (new URL(form.action).pathname !== "/ask" || form.method !== "post") return;
  const value = event.submitter && event.submitter.value ? event.submitter.value : (form.elements.q && form.elements.q.value) || "";
  event.preventDefault();
  if (value.trim() && !busy) ask(form, value);
});

async function copied(from, text, otherwise) {
  try {
    await navigator.clipboard.writeText(text);
    const before = from.textContent;
    from.textContent = from.dataset.copied;
    setTimeout(() => { from.textContent = before; }, 1600);
  } catch {
    otherwise();
  }
}

document.addEventListener("click", async (event) => {
  const taken = event.target.closest("button.take");
  if (taken) {
    const field = find("textarea", taken.parentElement);
    field.select();
    await copied(taken, field.value, () => field.focus());
    return;
  }
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  if (link.matches(".copy") && navigator.clipboard) {
    event.preventDefault();
    await copied(link, link.href, () => location.assign(link.href));
  } else if (link.dataset.source && find("#source") && matchMedia("(min-width: 62.01rem)").matches) {
    event.preventDefault();
    const answer = await fetch(link.dataset.source, { credentials: "same-origin" });
    if (!answer.ok) { location.assign(link.href); return; }
    replace(page(await answer.text()), "#source");
    document.querySelectorAll("[data-source][aria-current]").forEach((each) => each.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    showMark();
  }
});

document.addEventListener("keydown", (event) => {
  const field = find("#q");
  if (event.key === "/" && field && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    field.focus();
  }
});

for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target instanceof Element && event.target.closest(".drop");
    if (!form) return;
    event.preventDefault();
    form.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) find("input", form).files = event.dataTransfer.files;
  });
}

showMark();
