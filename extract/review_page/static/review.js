// How does the page answer keys and clicks? Every key is bound by the `data-key` of a button or a link, so that there
// is no second table here; every word on the page comes from the server.

const DWELL = 250; // milliseconds that an item must stand before it can be decided: no key is meant for the one after
const SAVE = "Control+Enter";
const rules = { createHTML: (html) => html }; // the server's own answer, and nothing that is put together here
const policy = globalThis.trustedTypes?.createPolicy("review", rules) ?? rules;
const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const main = () => document.querySelector("main");

let busy = false;
let shownAt = performance.now();
let unsent = null; // what the server did not answer to: sent again it keeps its id, so that it counts once
const drafts = new Map(); // what was typed and is not saved, by the screen that it was typed on

// --- what stands on the page ---------------------------------------------------------------------------------------

function swap(html) {
  const holder = document.createElement("template");
  holder.innerHTML = policy.createHTML(html);
  const fresh = holder.content.querySelector("main");
  if (!fresh) throw new TypeError("not a screen");
  main().replaceWith(fresh);
  document.title = fresh.dataset.title ?? document.title;
  shownAt = performance.now();
  restore();
  notice();
  const first = ["[aria-invalid=true]", "form.edit h2", "h1"].map((one) => fresh.querySelector(one)).find(Boolean);
  first?.focus();
  bring();
}

/** Bring the marked words to the middle of the part of the text that is seen. */
function bring() {
  const box = main().querySelector(".words");
  const mark = box?.querySelector("mark");
  if (!mark) return;
  const [inner, outer] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
  box.scrollTop += inner.top - outer.top - Math.max(0, (box.clientHeight - inner.height) / 2);
  const writes = main().querySelector("form.edit") && !location.search.includes("whole=1");
  if (!writes && !main().querySelector("[aria-invalid=true]")) mark.scrollIntoView({ block: "nearest" });
}

function line(role, id, words) {
  document.getElementById(id)?.remove();
  const found = document.createElement("p");
  found.setAttribute("role", role);
  Object.assign(found, { id, className: id, textContent: words });
  return found;
}

const say = (words) => (open() ?? main()).prepend(line("alert", "alert", words));

const controls = () => [...main().querySelectorAll("input[name], textarea[name], select[name]")];
const name = (one) => [one.form?.dataset.type ?? "", one.name, one.type === "checkbox" ? one.value : ""].join(" ");
const open = () => document.querySelector("dialog[open]");
const isField = (one) => one?.closest?.("input, textarea, select, [contenteditable]") != null;

const screen = () => main().dataset.item ?? main().dataset.alike;
const typed = (one) => (one.type === "checkbox" ? one.checked : one.value);

function given(one) {
  if (one.type === "checkbox") return one.defaultChecked;
  return one.options ? ([...one.options].find((each) => each.defaultSelected) ?? one.options[0])?.value : one.defaultValue;
}

/** Keep what was typed on this screen, whichever of its forms are open. */
function keep() {
  if (!screen()) return;
  const kept = drafts.get(screen()) ?? new Map();
  for (const one of controls().filter((other) => !other.hidden && other.type !== "hidden")) {
    if (typed(one) === given(one)) kept.delete(name(one));
    else kept.set(name(one), typed(one));
  }
  if (kept.size) drafts.set(screen(), kept);
  else drafts.delete(screen());
}

function restore() {
  const kept = drafts.get(screen());
  if (!kept) return;
  for (const one of controls().filter((other) => kept.has(name(other)))) {
    const value = kept.get(name(one));
    if (one.type === "checkbox") one.checked = value;
    else one.value = value;
    if (value && one.closest("details")) one.closest("details").open = true;
  }
  const form = main().querySelector("[data-form=edit]");
  if (form) showPlace(form);
  const waits = !form && [...kept.keys()].some((one) => / [fp]:/.test(one));
  const words = waits ? "What you wrote is not saved; Edit has it still." : "What you typed before is here still; it is not saved.";
  main().prepend(line("status", "kept", words));
}

/** Forget what was typed and is saved now: all of a screen, or of one of its forms. */
function forget(of, form = null) {
  const kept = drafts.get(of);
  for (const one of kept?.keys() ?? []) if (form === null || one.startsWith(`${form} `)) kept.delete(one);
  if (!kept?.size) drafts.delete(of);
}

// --- asking the server ---------------------------------------------------------------------------------------------

async function ask(address, options) {
  busy = true;
  main().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, credentials: "omit", redirect: "error" });
    return { answer, text: await answer.text() };
  } finally {
    busy = false;
    main().removeAttribute("aria-busy");
  }
}

async function go(address, remember = true) {
  if (busy) return;
  keep();
  try {
    const { answer, text } = await ask(address, { headers: { "X-Extract-Fragment": "1" } });
    if (!answer.ok) throw new TypeError("no screen");
    const path = new URL(address, location).pathname.endsWith("/next") && answer.headers.get("X-Extract-Path");
    if (remember) history.pushState(null, "", path || address); // an address that stays what it is for "back"
    swap(text);
  } catch {
    if (remember) location.assign(address); // the browser says what is wrong
    else location.reload();
  }
}

async function send(action, said) {
  if (busy) return;
  const body = JSON.stringify({ ...said, query: location.search.slice(1) });
  if (unsent?.body !== body || unsent.action !== action) unsent = { action, body, event: newId() };
  keep();
  const of = screen();
  let found;
  try {
    found = await ask(`${meta("base")}/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Extract-Token": meta("token") },
      body: JSON.stringify({ ...JSON.parse(body), event: unsent.event }),
    });
  } catch {
    return say("Not saved: the server does not answer; press again to try again.");
  }
  const { answer, text } = found;
  if (answer.status !== 507) unsent = null; // not written: the same act may be sent again
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) {
    return say(`Not saved: ${text.trim() || `the server answered ${answer.status}`}.`);
  }
  if (answer.ok && !["undo", "redo"].includes(action)) forget(of, said.type ?? null);
  const path = answer.ok && answer.headers.get("X-Extract-Path");
  if (path && path !== location.pathname + location.search) history.pushState(null, "", path);
  swap(text);
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- what a button does --------------------------------------------------------------------------------------------

const item = () => ({ item: main().dataset.item, seen: main().dataset.seen || null });

function because() {
  const cause = document.getElementById("cause")?.value;
  return { causes: cause ? [cause] : [], note: document.getElementById("note")?.value ?? "" };
}

function saveEdit(form) {
  const fields = [...form.elements].filter((one) => one.name && !one.disabled);
  const final = fields.map((one) => [one.name.slice(2), one.type === "checkbox" ? String(one.checked) : one.value]);
  return send("decide", { ...item(), verdict: "edited", final: Object.fromEntries(final), ...because() });
}

function saveRemark(form) {
  const note = form.elements.namedItem("note");
  if (note.required && !note.value.trim()) {
    say("Not saved: write something first.");
    return note.focus();
  }
  return send("remark", { item: main().dataset.item, type: form.dataset.type, note: note.value });
}

const ACTIONS = {
  decide(button) {
    if (performance.now() - shownAt < DWELL) return;
    send("decide", { ...item(), verdict: button.dataset.verdict, ...because() });
  },
  alike(button) {
    const form = button.closest("form");
    const chosen = [...form.querySelectorAll("[name=item]:checked")];
    const items = chosen.map((one) => ({ item: one.value, seen: one.dataset.seen || null }));
    if (!items.length) return say("Not saved: nothing is chosen.");
    const count = Math.trunc(Number(form.querySelector("[name=count]").value)) || 0;
    send("alike", { items, count, verdict: button.dataset.verdict });
  },
  undo: (button) => change("undo", button),
  redo: (button) => change("redo", button),
  open(button) {
    const dialog = document.getElementById(button.dataset.verdict);
    dialog.showModal();
    dialog.querySelector("textarea").focus();
  },
  save(button) {
    const form = button.closest("form");
    (form.dataset.form === "edit" ? saveEdit : saveRemark)(form);
  },
  leave: () => open()?.close(),
  back: (button) => (history.length > 1 ? history.back() : go(button.href)),
  take(button) {
    const names = button.dataset.name?.split(" ");
    const form = button.closest("form");
    const chosen = [...form.elements].filter((one) => !names || names.includes(one.name));
    for (const one of chosen.filter((other) => button.dataset.side in other.dataset)) {
      const value = one.dataset[button.dataset.side];
      if (one.type === "checkbox") one.checked = value === "true";
      else one.value = value;
    }
    if (chosen.some((one) => one.name === "p:start")) showPlace(form);
  },
  nudge(button) {
    const form = button.closest("form");
    const edge = form.elements.namedItem(`p:${button.dataset.edge}`);
    edge.value = moved(Number(edge.value), Number(button.dataset.by), button.dataset.edge === "start");
    showPlace(form);
  },
  choose(button) {
    for (const one of button.closest("form").querySelectorAll("[name=item]")) one.checked = button.dataset.all !== undefined;
  },
  switch() {
    keys(keys() === "on" ? "off" : "on");
    notice();
  },
};

function change(action, button) {
  const target = button.dataset.target;
  send(action, { ...(main().dataset.item ? { item: main().dataset.item } : {}), ...(target ? { target } : {}) });
}

// --- words of the text, by code points -----------------------------------------------------------------------------

const runs = () => [...main().querySelectorAll(".source [data-start]")];
const isChip = (run) => run.classList.contains("chip");
const points = (run) =>
  isChip(run) ? [String.fromCodePoint(parseInt(run.title.slice(2), 16))] : [...run.textContent];

function characters() {
  const found = [];
  for (const run of runs()) points(run).forEach((point, place) => (found[Number(run.dataset.start) + place] = point));
  return found;
}

function words(start, end) {
  const found = characters().slice(start, end);
  return end > start && found.length === end - start && !found.includes(undefined) ? found.join("") : null;
}

/** The code point before which a caret stands; between two runs it is the next one's first. */
function place(node, offset) {
  const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (run) {
    if (isChip(run)) return Number(run.dataset.start) + (offset > 0 ? 1 : 0);
    const before = document.createRange();
    before.setStart(run, 0);
    before.setEnd(node, offset);
    return Number(run.dataset.start) + [...before.toString()].length;
  }
  const caret = document.createRange();
  caret.setStart(node, offset);
  const all = runs();
  const next = all.find((one) => caret.comparePoint(one, 0) >= 0);
  const last = all.at(-1);
  return next ? Number(next.dataset.start) : Number(last.dataset.start) + points(last).length;
}

function select() {
  const form = main().querySelector("[data-form=edit]");
  const selection = document.getSelection();
  if (!form || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const source = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".source");
  if (!source(range.startContainer)) return;
  let start = place(range.startContainer, range.startOffset);
  let end = place(range.endContainer, range.endOffset);
  const all = characters();
  while (start < end && isBlank(all[start])) start += 1;
  while (end > start && isBlank(all[end - 1])) end -= 1;
  if (start === end) return;
  form.elements.namedItem("p:start").value = start;
  form.elements.namedItem("p:end").value = end;
  showPlace(form);
}

const isBlank = (point) => point === undefined || /\s/u.test(point);

function moved(edge, by, isStart) {
  const all = characters();
  const inWord = (at) => !isBlank(all[at]);
  const isEdge = (at) => (isStart ? inWord(at) && !inWord(at - 1) : inWord(at - 1) && !inWord(at));
  for (let at = edge + by; at >= 0 && at <= all.length; at += by) if (isEdge(at)) return at;
  return edge;
}

function showPlace(form) {
  const [start, end] = ["p:start", "p:end"].map((one) => Number(form.elements.namedItem(one).value));
  const quote = words(start, end);
  const hidden = form.elements.namedItem("p:quote");
  hidden.disabled = quote === null;
  hidden.value = quote ?? "";
  form.querySelector("[data-quote]").textContent = quote ?? "the words from there to there: seen once it is saved";
}

// --- keys ----------------------------------------------------------------------------------------------------------

let switched = "on"; // for as long as the page is open, where the browser keeps nothing

function keys(value = null) {
  try {
    if (value) localStorage.setItem("extract-review-keys", value);
    switched = localStorage.getItem("extract-review-keys") ?? switched;
  } catch {
    switched = value ?? switched;
  }
  return switched;
}

function notice() {
  document.getElementById("keys-off")?.remove();
  const off = keys() === "off";
  const button = main().querySelector("[data-action=switch]");
  if (button) button.textContent = off ? "Switch keys on" : "Switch keys off";
  if (off) main().before(line("status", "keys-off", "Keys are switched off; the page Keys switches them on."));
}

function bound(pressed, scope) {
  const all = [...scope.querySelectorAll("[data-key]")];
  return all.find((one) => one.dataset.key.split(" ").includes(pressed) && one.getClientRects().length);
}

function onKey(event) {
  if (event.repeat || event.isComposing || event.altKey || event.metaKey || event.defaultPrevented) return;
  const pressed = (event.ctrlKey ? "Control+" : "") + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const within = isField(event.target) || open();
  if (pressed === "Escape" && isField(event.target) && !open()) return event.target.blur();
  if (pressed !== SAVE && (within || (event.key.length === 1 && keys() === "off"))) return;
  const scope = open() ?? (within ? event.target.form : null) ?? main();
  const button = bound(pressed, scope) ?? (within ? undefined : bound(pressed, document));
  if (!button) return;
  event.preventDefault();
  if (!busy) button.click();
}

// --- the page itself -----------------------------------------------------------------------------------------------

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action], a[data-fragment]");
  if (!button || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (button.dataset.action in ACTIONS) ACTIONS[button.dataset.action](button);
  else go(button.href);
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.form) event.preventDefault(); // Enter in a field; Ctrl+Enter saves
});
document.addEventListener("input", (event) => {
  if (["p:start", "p:end"].includes(event.target.name)) showPlace(event.target.form);
});
document.addEventListener("selectionchange", select);
addEventListener("popstate", () => go(location.href, false));
addEventListener("beforeunload", (event) => {
  keep();
  if (drafts.size) event.preventDefault(); // the browser asks whether to leave what is not saved
});
notice();
bring();
