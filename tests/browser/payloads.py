"""How a browser tells that a text was taken for more than text."""

from __future__ import annotations

RECORD = """
window.__hits = [];
window.__hit = (...what) => { window.__hits.push(what.map(String).join(' ')); };
"""
"""What the payloads call, there before anything else of the page."""

ACTIVE = """(root) => {
  const found = [];
  for (const element of (root || document).querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    if (element.matches('iframe, object, embed, base, style, audio, video, img')) found.push(tag);
    if (element.matches('script:not([src], [type*=json])')) found.push(element.textContent);
    if (tag === 'meta' && element.httpEquiv) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (name.startsWith('on') || name === 'srcdoc') found.push(`${tag} ${name}=${value}`);
      if (/^\\s*javascript:/i.test(value) && name !== 'content') found.push(`${tag} ${name}=${value}`);
    }
  }
  return found;
}"""
"""Everything on the page that could run, load or redirect: the site needs none of it."""

SETTLED = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""Events that loading queued have been handled."""
