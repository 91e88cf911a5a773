/* Search as you type, with Pagefind's index of this site. Shown only where it can work. */
(() => {
  "use strict";
  const box = document.querySelector(".search");
  const words = box.dataset;
  box.hidden = false;
  if (location.protocol === "file:") {
    const note = document.createElement("p");
    note.textContent = words.published;
    box.replaceChildren(note);
    return;
  }

  const MOST = 12;
  const field = box.querySelector("input");
  const panel = box.querySelector(".found");
  const status = box.querySelector("[role=status]");
  const list = box.querySelector("ol");
  let engine;
  let asked = 0;

  const load = () => (engine ??= import(new URL(words.engine, document.baseURI)));
  const open = (whether) => {
    panel.hidden = !whether;
  };
  const made = (tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    return element;
  };

  /* Pagefind's excerpt is escaped text with <mark> around the words searched for. */
  const excerpt = (html) => {
    const shown = made("span", "", "excerpt");
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
      shown.append(node.nodeName === "MARK" ? made("mark", node.textContent) : node.textContent);
    }
    return shown;
  };

  const hit = (page, section) => {
    const link = document.createElement("a");
    const title = page.meta.title;
    link.href = section.url;
    link.append(made("span", title, "where"));
    if (section.url.includes("#")) link.append(made("strong", section.title));
    link.append(excerpt(section.excerpt));
    const item = document.createElement("li");
    item.append(link);
    return item;
  };

  const said = (count) =>
    count === 0 ? words.none : (count === 1 ? words.one : words.many).replace("{count}", count);

  const show = async () => {
    const query = field.value.trim();
    const mine = ++asked;
    if (query.length < 2) return open(false);
    try {
      const { results } = await (await load()).search(query);
      const pages = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
      if (mine !== asked) return;
      const hits = pages.flatMap((page) => page.sub_results.slice(0, 3).map((each) => hit(page, each)));
      list.replaceChildren(...hits.slice(0, MOST));
      status.textContent = said(Math.min(hits.length, MOST));
    } catch {
      list.replaceChildren();
      status.textContent = words.failed;
    }
    open(true);
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  field.addEventListener("focus", () => {
    load().catch(() => {}); /* Reported at the first search. */
    if (list.children.length && field.value.trim()) open(true);
  });
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.click();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.focus();
      open(false);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || panel.hidden) return;
    const stops = [field, ...list.querySelectorAll("a")];
    const to = stops[stops.indexOf(document.activeElement) + step];
    if (to) {
      event.preventDefault();
      to.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) open(false);
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) open(false);
  });
})();
