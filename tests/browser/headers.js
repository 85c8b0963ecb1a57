// The HTML Standard, 4.9.12: "forming a table" and "assigning header cells", as written there.
// https://html.spec.whatwg.org/multipage/tables.html#header-and-data-cell-semantics
(table) => {
  const slots = []; // slots[y][x]: the cells that cover a slot
  const cells = [];
  const at = (x, y) => (slots[y] && slots[y][x]) || [];
  const span = (cell, name) => Math.max(1, parseInt(cell.getAttribute(name) || "1", 10) || 1);

  const parts = [...table.children].filter((part) => part.matches("thead, tbody, tfoot, tr"));
  const feet = parts.filter((part) => part.tagName === "TFOOT");
  let height = 0;
  for (const part of [...parts.filter((part) => part.tagName !== "TFOOT"), ...feet]) {
    const rows = part.tagName === "TR" ? [part] : [...part.children].filter((row) => row.tagName === "TR");
    const first = height;
    rows.forEach((row, index) => {
      const y = first + index;
      slots[y] = slots[y] || [];
      let x = 0;
      for (const element of row.children) {
        while (at(x, y).length) x++;
        const rowspan = element.getAttribute("rowspan") === "0" ? Infinity : span(element, "rowspan");
        const cell = {
          element, x, y,
          width: span(element, "colspan"),
          height: Math.min(rowspan, rows.length - index), // a row group ends every cell in it
          group: part.tagName === "TR" ? null : part,
          isHeader: element.tagName === "TH",
          scope: (element.getAttribute("scope") || "").toLowerCase(),
        };
        for (let j = y; j < y + cell.height; j++) {
          slots[j] = slots[j] || [];
          for (let i = x; i < x + cell.width; i++) slots[j][i] = [...at(i, j), cell];
        }
        cells.push(cell);
        x += cell.width;
      }
    });
    height = first + rows.length;
  }

  const hasData = (cell, across) =>
    slots.some((row, y) =>
      row.some((covering, x) =>
        covering.some((other) => !other.isHeader) &&
        (across ? y >= cell.y && y < cell.y + cell.height : x >= cell.x && x < cell.x + cell.width)));
  const auto = (cell) => !["col", "row", "rowgroup", "colgroup"].includes(cell.scope);
  const isColumnHeader = (cell) =>
    cell.isHeader && (cell.scope === "col" || (auto(cell) && !hasData(cell, true)));
  const isRowHeader = (cell) =>
    cell.isHeader &&
    (cell.scope === "row" || (auto(cell) && !isColumnHeader(cell) && !hasData(cell, false)));

  const scan = (principal, headers, x, y, dx, dy) => {
    const opaque = [];
    let inBlock = principal.isHeader;
    let block = principal.isHeader ? [principal] : [];
    for (x += dx, y += dy; x >= 0 && y >= 0; x += dx, y += dy) {
      const covering = at(x, y);
      if (covering.length !== 1) continue;
      const current = covering[0];
      if (current.isHeader) {
        inBlock = true;
        block.push(current);
        const blocked = dx === 0
          ? opaque.some((cell) => cell.x === current.x && cell.width === current.width)
          : opaque.some((cell) => cell.y === current.y && cell.height === current.height);
        if (!blocked && (dx === 0 ? isColumnHeader(current) : isRowHeader(current))) headers.push(current);
      } else if (inBlock) {
        inBlock = false;
        opaque.push(...block);
        block = [];
      }
    }
  };

  const headersOf = (principal) => {
    const headers = [];
    if (principal.element.hasAttribute("headers")) {
      for (const id of principal.element.getAttribute("headers").split(/\s+/)) {
        headers.push(...cells.filter((cell) => cell.element.id === id));
      }
    } else {
      const { x, y, width, height } = principal;
      for (let j = y; j < y + height; j++) scan(principal, headers, x, j, -1, 0);
      for (let i = x; i < x + width; i++) scan(principal, headers, i, y, 0, -1);
      if (principal.group) {
        headers.push(...cells.filter((cell) =>
          cell.isHeader && cell.scope === "rowgroup" && cell.group === principal.group &&
          cell.x <= principal.x + principal.width - 1 && cell.y <= principal.y + principal.height - 1));
      }
    }
    return [...new Set(headers)].filter((cell) => cell !== principal && cell.element.textContent.trim());
  };

  const named = (element) => element.querySelector(".name") || element;
  const text = (element) => named(element).textContent.replace(/\s+/g, " ").trim();
  return cells.filter((cell) => !cell.isHeader).map((cell) => ({
    row: cell.element.parentElement.id,
    column: cell.x,
    headers: headersOf(cell).map((header) => [header.element.scope, text(header.element)]),
  }));
}
