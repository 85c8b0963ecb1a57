// The compare page: the address says which declarations (?d=2024/a&d=2024/b), their own pages, in the language of
// this one, say the rest.
(function () {
  "use strict";

  const MOST = 4;
  const PATH = /^\d{4}\/[a-z0-9-]{1,64}$/;

  const { all, declaration, make, tables, textOf } = window.comparing;
  const place = document.querySelector("[data-comparison]");
  const status = document.querySelector("[data-compare-status]");
  const others = document.querySelector("[data-compare-others]");
  const form = document.getElementById("choose");
  const words = JSON.parse(place.dataset.words);
  const title = document.title;

  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const tell = (...sentences) => { status.textContent = sentences.filter(Boolean).join(" "); };
  const addressOf = (path) => place.dataset.address.replace("YEAR/ID", path);
  const queryOf = (declared) => `?${declared.map((each) => `d=${each.path}`).join("&")}`;

  // What the address asks for, and what is wrong with it, in words.
  function asked() {
    const given = new URLSearchParams(location.search).getAll("d");
    const valid = given.filter((each) => PATH.test(each));
    const paths = Array.from(new Set(valid));
    const notes = [valid.length < given.length && words.wrong, paths.length > MOST && words.many];
    return { paths: paths.slice(0, MOST), notes: notes.filter(Boolean) };
  }

  const known = {};

  function read(path) {
    known[path] = known[path] || fetch(addressOf(path)).then((answer) => {
      if (!answer.ok && answer.status !== 404) throw new Error(answer.statusText);
      return answer.ok ? answer.text() : "";
    }).then((html) => declaration(path, addressOf(path), new DOMParser().parseFromString(html, "text/html")));
    return known[path].then((found) => found || { path, problem: say("missing", { path }) }, () => {
      delete known[path]; // so that it is tried again
      return { path, problem: say("failed", { path }) };
    });
  }

  function links(declared) {
    return make("ul", "", ...declared.map((each) => {
      const link = make("a", "", each.name || each.path);
      link.href = addressOf(each.path);
      return make("li", "", link);
    }));
  }

  // The list below shows what is chosen; what does not stand in it has a tick box beside the button.
  function tick(declared) {
    if (!form) return;
    for (const label of all(form, "label")) label.remove();
    const boxes = Array.from(form.elements).filter((each) => each.name === "d");
    for (const box of boxes) box.checked = declared.some((each) => each.path === box.value);
    for (const each of declared.filter((one) => !boxes.some((box) => box.value === one.path))) {
      const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "d", value: each.path });
      const label = form.insertBefore(make("label"), form.querySelector("button"));
      label.appendChild(box).checked = true;
      label.appendChild(make("span", "", each.name, ` ${each.path.slice(0, 4)}`));
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function put(read, notes) {
    const declared = read.filter((each) => !each.problem);
    const problems = read.map((each) => each.problem);
    tick(declared);
    if (declared.length < 2) {
      tell(...notes, ...problems, words.few);
      place.appendChild(links(declared));
      return;
    }
    tell(say("done", { count: declared.length }), ...notes, ...problems);
    document.title = `${declared.map((each) => textOf(each.name)).join(" / ")} - ${title}`;
    const without = (one) => queryOf(read.filter((each) => each !== one));
    others.appendChild(make("a", "", words.others)).href = "#projects";
    for (const section of tables(declared, { words, say, without })) place.appendChild(section);
  }

  let shown;
  let newest = 0;

  function show() {
    const { paths, notes } = asked();
    const question = [...paths, ...notes].join();
    if (question === shown || !place.isConnected) return; // only another place on the page, or another page
    shown = question;
    newest += 1;
    const mine = newest;
    place.textContent = "";
    others.textContent = "";
    document.title = title;
    document.querySelector("a.switch-language").search = queryOf(paths.map((path) => ({ path })));
    const unable = location.protocol === "file:" ? words.offline : window.fetch ? "" : words.old;
    if (!paths.length || unable) {
      tell(paths.length && unable, ...notes, !paths.length && notes.length && words.few);
      place.appendChild(links(paths.map((path) => ({ path }))));
      return;
    }
    tell(words.loading);
    place.setAttribute("aria-busy", "true");
    Promise.all(paths.map(read)).then((read) => {
      if (mine !== newest) return; // asked for something else meanwhile
      put(read, notes);
      place.removeAttribute("aria-busy");
    });
  }

  place.addEventListener("click", (event) => {
    const link = event.target.closest("a.remove");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    show();
    status.focus();
  });
  window.addEventListener("popstate", show);
  show();
})();
