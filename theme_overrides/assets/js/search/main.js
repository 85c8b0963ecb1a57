// The search page and the search dialog. The dialog stands on every page, closed; without this module, or where
// the browser has no <dialog>, its button is a plain link to the search page.

import { engine } from "./engine.js";
import { mount } from "./view.js";

const site = JSON.parse(document.getElementById("search-site").textContent);
site.base = new URL(site.base, location.href).href;
const ask = engine(site.base);

const page = document.querySelector("[data-search-page]");
if (page) {
  if (location.protocol === "file:") {
    page.querySelector("[data-search-status]").textContent = site.words.offline;
  } else {
    const view = mount(page, ask, site);
    page.hidden = false;
    const query = new URLSearchParams(location.search).get("q") || "";
    view.input.value = query;
    view.ask();
    page.addEventListener("search-state", (event) => {
      if (event.detail !== "done") return;
      const address = new URL(location.href);
      address.searchParams.set("q", view.input.value);
      history.replaceState(null, "", address);
    });
    page.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      view.ask();
    });
  }
}

const dialog = document.querySelector("dialog[data-search-dialog]");
const opener = document.querySelector("[data-search-open]");
if (dialog && dialog.showModal && !page && location.protocol !== "file:") {
  let view;
  const open = (event) => {
    event.preventDefault();
    view ||= mount(dialog, ask, site);
    dialog.showModal();
    view.input.select();
  };
  opener.addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const combination = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if ((slash || combination) && !dialog.open) open(event);
  });
  // In a search field the first Esc would only clear the text: here it closes, and the focus goes back.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-search-results] a");
    if (event.target === dialog || event.target.closest("[data-search-close]")) dialog.close();
    else if (link && new URL(link.href).pathname === location.pathname && !event.defaultPrevented) dialog.close();
  });
}
