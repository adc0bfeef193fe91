// Enhancement only: sort a table by a column, filter a long list, show more of one. Everything works without it.
(() => {
  const number = (cell) => {
    const data = cell && cell.querySelector("data");
    return data ? Number(data.value) : NaN;
  };
  const text = (cell) => (cell ? cell.textContent.trim() : "");
  const order = (column, up) => (a, b) => {
    const x = number(a.cells[column]), y = number(b.cells[column]);
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) ? 1 : -1;
    const by = Number.isNaN(x) ? text(a.cells[column]).localeCompare(text(b.cells[column]), document.documentElement.lang) : x - y;
    return (up ? by : -by) || text(a.cells[0]).localeCompare(text(b.cells[0]), document.documentElement.lang);
  };
  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") !== "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const body = table.tBodies[0];
        body.append(...[...body.rows].sort(order(column, up)));
      });
    });
  };
  const filterable = (table) => {
    if (table.tBodies[0].rows.length < 12) return;
    const label = document.createElement("label"), input = document.createElement("input");
    label.className = "filter";
    label.append(table.dataset.filter || table.tHead.rows[0].cells[0].textContent, input);
    input.type = "search";
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    });
    table.closest(".scroll").before(label);
  };
  document.querySelectorAll("table.sortable").forEach(sortable);
  document.querySelectorAll("table.filterable").forEach(filterable);
  // "Show more": the next page of the list is put behind this one; address, focus and live region follow.
  const more = async (event) => {
    const link = event.target.closest("a[data-more]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const list = document.querySelector("[data-list]"), pager = link.closest(".pager");
    link.setAttribute("aria-disabled", "true");
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const items = [...page.querySelectorAll("[data-list] > li")];
      if (!items.length) throw new Error("empty");
      const status = document.querySelector("[data-said]");
      list.append(...items.map((item) => document.adoptNode(item)));
      pager.replaceWith(document.adoptNode(page.querySelector(".pager")));
      status.textContent = page.querySelector("[data-said]").dataset.said;
      history.replaceState(null, "", link.href);
      (items.map((item) => item.querySelector("a")).find(Boolean) || items[0]).focus();
    } catch {
      location.href = link.href;
    }
  };
  if (document.querySelector("a[data-more]")) document.addEventListener("click", more);
})();
