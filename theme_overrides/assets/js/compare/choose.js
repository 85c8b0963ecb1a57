// Tick boxes of a list of declarations: two to four may be compared. Without this script the form works as it is.
(function () {
  "use strict";

  const LEAST = 2;
  const MOST = 4;

  const form = document.getElementById("choose");
  if (!form) return;
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const hint = status.textContent;

  function chosen() {
    return Array.from(form.elements).filter((box) => box.name === "d" && box.checked);
  }

  function count(changed) {
    const full = chosen().length > MOST;
    if (full && changed) changed.checked = false;
    const number = chosen().length;
    button.disabled = number < LEAST || number > MOST;
    form.classList.toggle("begun", number > 0);
    if (full) status.textContent = form.dataset.full;
    else if (!number) status.textContent = hint;
    else status.textContent = (number < LEAST ? form.dataset.one : form.dataset.some).replace("{count}", number);
  }

  document.addEventListener("change", (event) => {
    if (event.target === form) count();
    else if (event.target.form === form && event.target.name === "d") count(event.target);
  });
  window.addEventListener("pageshow", () => count()); // browsers restore ticks when one goes back
  count();
})();
