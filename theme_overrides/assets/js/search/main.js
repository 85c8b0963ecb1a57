// The search page and the search dialog. The dialog stands on every page, closed; without this module, or where
// the browser has no <dialog>, its button is a plain link to the search page. What searches is loaded when it is used.

const site = JSON.parse(document.getElementById("search-site").textContent);
site.base = new URL(site.base, location.href).href;
let asking; // one engine, for the dialog and the page

// The field and the results in `root`, ready to be asked.
async function ready(root) {
  try {
    const [{ engine }, { mount }] = await Promise.all([import("./engine.js"), import("./view.js")]);
    asking ||= engine(site.base);
    return mount(root, asking, site);
  } catch (error) {
    root.querySelector("[data-search-status]").textContent = site.words.failed;
    throw error;
  }
}

function searchPage() {
  return document.querySelector("[data-search-page]");
}

// The page's own search; once for each page, of which there are several if the theme's instant navigation is on.
async function start() {
  const page = searchPage();
  if (!page || page.dataset.searchStarted) return;
  page.dataset.searchStarted = "";
  const view = await ready(page);
  view.input.value ||= new URLSearchParams(location.search).get("q") || "";
  view.ask();
  page.addEventListener("search-state", (event) => {
    if (event.detail !== "done") return;
    const address = new URL(location.href);
    address.searchParams.set("q", view.input.value);
    history.replaceState(null, "", address);
    document.querySelector(".switch-language").search = address.search;
  });
  page.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    view.ask();
  });
}

if (window.document$) window.document$.subscribe(start);
else start();

const dialog = document.querySelector("dialog[data-search-dialog]");
if (dialog && dialog.showModal && location.protocol !== "file:") {
  const input = dialog.querySelector("[data-search-input]");
  let view;
  let composing = false;
  const open = async (event) => {
    event.preventDefault();
    dialog.showModal();
    input.select();
    if (view) return;
    view = ready(dialog);
    // What was typed while the modules came is asked now, unless an input method is at work on it.
    const { later } = await view;
    if (input.value && !composing) later();
  };
  dialog.addEventListener("compositionstart", () => (composing = true));
  dialog.addEventListener("compositionend", () => (composing = false));
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-search-open]") && !searchPage()) open(event);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const combination = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if ((slash || combination) && !dialog.open && !searchPage()) open(event);
  });
  // In a search field the first Esc would only clear the text: here it closes, and the focus goes back.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("[data-search-results] a");
    if (link ? !event.defaultPrevented : event.target === dialog) dialog.close();
    else if (event.target.closest("[data-search-close]")) dialog.close();
  });
}
