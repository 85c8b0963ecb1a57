// "Cite this page": fills in today's date and, where the site has no address of its own, this page's; then copies.
(function () {
  var cite = document.querySelector(".cite");
  var sentence = cite.querySelector("p");
  var button = cite.querySelector("button");
  var status = cite.querySelector("[role=status]");
  var address = cite.querySelector("[data-cite=address]");
  var now = new Date();
  var today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].join("-").replace(/\b\d\b/g, "0$&");

  function tell(what) {
    status.textContent = "";
    setTimeout(function () { status.textContent = button.getAttribute(what); }, 50); // told again the second time
  }

  function copied() { tell("data-copied"); }

  function copySelected() { // sites on plain http have no clipboard
    tell(document.execCommand("copy") ? "data-copied" : "data-selected");
  }

  cite.querySelector("[data-cite=date]").textContent = today;
  if (address && /^http/.test(location.protocol)) address.textContent = location.href.split(/[?#]/)[0];
  button.hidden = false;
  button.onclick = function () {
    getSelection().selectAllChildren(sentence);
    if (navigator.clipboard) navigator.clipboard.writeText(sentence.textContent).then(copied, copySelected);
    else copySelected();
  };
})();
