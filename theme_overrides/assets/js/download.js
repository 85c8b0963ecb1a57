// "Download what is shown": the lines of the list's own CSV file whose rows a filter leaves, in the order shown.
// Not from a folder: there no script may read a file beside its page, and the button stays hidden.
(function () {
  "use strict";
  var MARK = "\ufeff"; // by which Excel knows UTF-8
  var LINE = /(?:"[^"]*"|[^"\r\n])+\r\n/g; // a quoted cell may hold line ends
  var CELL = /("[^"]*(?:""[^"]*)*"|[^,\r\n]*)(?:,|\r\n)/g;
  var DECLARATION = /\/(\d{4})\/([^/]+?)(?:\.html|\/(?:index\.html)?)?$/;

  function list(items) {
    return Array.prototype.slice.call(items);
  }

  function cells(line) {
    return line.match(CELL).map(function (cell) { return cell.replace(/,$|\r\n$/, ""); });
  }

  // What a row leads to, as the file tells it: year, declaration, and the indicator if it is one.
  function keyOf(row) {
    var link = row.querySelector(".l3 a") || row.querySelector("th a");
    var found = DECLARATION.exec(link.pathname);
    return found.slice(1).concat(link.hash.slice(1) || []).join("/");
  }

  // Rows that are not shown wait in hidden bodies of their tables (tables.js).
  function shown(form) {
    return list(document.querySelectorAll(form.dataset.tables)).reduce(function (rows, table) {
      return list(table.tBodies).reduce(function (all, body) {
        return body.hidden ? all : all.concat(list(body.rows));
      }, rows);
    }, []);
  }

  function chosen(text, rows) {
    var lines = text.match(LINE);
    var names = cells(lines[0]);
    var places = ["fiscal_year", "declaration_id", "id"].map(function (name) { return names.indexOf(name); })
      .filter(function (place) { return place >= 0; });
    var byKey = {};
    lines.slice(1).forEach(function (line) {
      var values = cells(line);
      byKey[places.map(function (place) { return values[place]; }).join("/")] = line;
    });
    return [lines[0]].concat(rows.map(function (row) {
      var line = byKey[keyOf(row)];
      if (!line) throw new Error(keyOf(row)); // the site has changed since this page was read
      return line;
    }));
  }

  function save(text, name) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = name;
    document.body.appendChild(link).click();
    document.body.removeChild(link);
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }

  list(document.querySelectorAll("form.filter")).forEach(function (form) {
    var button = form.querySelector("button.selection");
    if (!button || location.protocol === "file:" || !window.fetch) return;
    var status = form.querySelector(".selection-status");

    function offer() {
      var count = shown(form).length;
      var order = form.elements.order;
      button.textContent = button.dataset.words.replace("{shown}", count);
      button.hidden = !count || (count === +button.dataset.rows && !(order && order.value));
      status.textContent = "";
    }

    button.addEventListener("click", function () {
      status.textContent = "";
      fetch(button.dataset.csv).then(function (response) {
        if (!response.ok) throw new Error(response.status);
        return response.text();
      }).then(function (text) {
        save(MARK + chosen(text, shown(form)).join(""), button.dataset.name);
      }).catch(function () {
        status.textContent = button.dataset.failed;
      });
    });
    form.addEventListener("filtered", offer);
    offer();
  });

  // Where the site has no address of its own, examples name the one at which it is read.
  list(document.querySelectorAll(".site-address")).forEach(function (gap) {
    if (/^http/.test(location.protocol)) gap.textContent = new URL(gap.dataset.root, location.href).href;
  });
})();
