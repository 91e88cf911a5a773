/* Tables: a button in each head that sorts, and heads that stay in sight if the table fits. */
(() => {
  "use strict";
  const FEWEST = 3;

  /* The language's decimal sign and sort order: slow to look up, so only when needed. */
  let known;
  const written = () => {
    const language = document.documentElement.lang;
    known ??= {
      collator: new Intl.Collator(language, { numeric: true }),
      comma: new Intl.NumberFormat(language).format(1.5)[1] === ",",
    };
    return known;
  };

  /* The first number of a cell as it is printed: "−4 324", "+1,3 %", "cirka 8 000". */
  const number = (text) => {
    const { comma } = written();
    const plain = text.replace(/\u2212/g, "-").replace(comma ? /[\s\u00a0\u202f]/g : /,/g, "");
    const found = plain.match(comma ? /-?\d+(,\d+)?/ : /-?\d+(\.\d+)?/);
    return found ? Number(found[0].replace(",", ".")) : NaN;
  };

  /* Rows without a figure or text stay below those with one. */
  const order = (one, other, down) => {
    const missing = [one, other].map((each) => (typeof each === "number" ? Number.isNaN(each) : each === ""));
    if (missing[0] || missing[1]) return missing[0] - missing[1];
    const up = typeof one === "number" ? one - other : written().collator.compare(one, other);
    return down ? -up : up;
  };

  const sort = (body, first, column, down) => {
    const value = (row) => {
      const cell = row.cells[column];
      const text = cell.textContent.trim();
      return cell.classList.contains("figures") ? number(text) : text;
    };
    const keys = new Map(first.map((row) => [row, value(row)]));
    const total = (row) => row.classList.contains("total");
    const sorted = [...first].sort(
      (one, other) => total(one) - total(other) || order(keys.get(one), keys.get(other), down),
    );
    body.append(...sorted);
  };

  const makeSortable = (table) => {
    const body = table.tBodies[0];
    const first = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    if (first.length < FEWEST || first.some((row) => !row.cells[0].textContent.trim())) return;
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(body, first, column, down);
      });
    });
  };

  const words = document.querySelector("[data-drag]").dataset;
  const phone = window.matchMedia("(max-width: 48em)");

  /* Whether there is more to the right: the cue is shown until one has come to the end. */
  const cue = (box) => {
    const more = !box.classList.contains("fits") && box.scrollLeft + box.clientWidth < box.scrollWidth - 2;
    box.classList.toggle("more", more);
  };

  /* A table of few columns that does not fit a phone is laid out as lines too. */
  const MOST = 5;
  const isStackable = (box) =>
    !box.querySelector(".later") && box.querySelector("table").rows[0].cells.length <= MOST;

  const fit = (box) => {
    let fits = box.firstElementChild.offsetWidth <= box.clientWidth;
    if (!fits && phone.matches && isStackable(box)) {
      keepRoles(box.querySelector("table"));
      box.classList.add("folded");
      fits = box.firstElementChild.offsetWidth <= box.clientWidth;
    }
    box.classList.toggle("fits", fits);
    if (fits) box.removeAttribute("tabindex");
    else box.tabIndex = 0;
    box.hint ??= addHint(box);
    box.hint.hidden = fits;
    cue(box);
  };

  const addHint = (box) => {
    const hint = document.createElement("p");
    hint.className = "scroll-cue";
    hint.setAttribute("aria-hidden", "true");
    hint.textContent = words.drag;
    box.before(hint);
    box.addEventListener("scroll", () => cue(box), { passive: true });
    return hint;
  };

  /* The roles of a table, which some browsers forget when its rows are laid out as lines. */
  const keepRoles = (table) => {
    const roles = { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" };
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td")]) {
      part.setAttribute("role", roles[part.localName]);
    }
    for (const head of table.querySelectorAll("th")) {
      head.setAttribute("role", head.scope === "row" ? "rowheader" : "columnheader");
    }
  };

  /* On a phone a row's name stands above its figures and a long text below them; the columns that
     matter most come first, alone, and a button shows the others. */
  const foldable = (box) => {
    if (!box.querySelector(".later, .below")) return;
    keepRoles(box.querySelector("table"));
    if (!box.querySelector(".later")) {
      const stack = () => box.classList.toggle("folded", phone.matches);
      phone.addEventListener("change", stack);
      stack();
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "columns";
    const fold = (folded) => {
      box.classList.toggle("folded", folded && phone.matches);
      button.hidden = !phone.matches;
      button.textContent = folded ? words.more : words.fewer;
      button.setAttribute("aria-expanded", String(!folded));
    };
    button.addEventListener("click", () => fold(button.getAttribute("aria-expanded") === "true"));
    phone.addEventListener("change", () => fold(true));
    box.after(button);
    fold(true);
  };

  /* A box is measured when it comes near: before that the browser has not laid out its content. */
  const watcher = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target.closest(".scroll"))));
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
        near.unobserve(target);
        watcher.observe(target);
        watcher.observe(target.firstElementChild);
      }
    },
    { rootMargin: "100%" },
  );
  const whenIdle = window.requestIdleCallback ?? setTimeout;
  for (const box of document.querySelectorAll(".scroll")) {
    foldable(box);
    near.observe(box);
    whenIdle(() => makeSortable(box.querySelector("table")));
  }
})();
