// "Did you mean": what the site has that is like what was typed. Loaded only where nothing is found.

import { hasHan, letters, normal } from "./text.js";

// Names of the site, or their beginnings and ends, with one character other than typed, or that sound as typed.
// With `nothing` found at all also pairs of characters.
export function suggestions(asked, { names, sounds }, query = "", nothing = true) {
  const found = new Map();
  const latin = hasHan(query) ? "" : letters(query);
  for (const name of names) {
    const plain = normal(name);
    const meant = latin ? soundsLike(plain, latin, sounds) : oneOf(asked, (word) => oneOff(plain, word));
    if (meant && !found.has(meant)) found.set(meant, plain.length);
  }
  const pairsTyped = asked.filter(({ text, han }) => han && text.length === 2);
  if (!found.size && nothing) return pairsTyped.flatMap(({ text }) => likePairs(names, text));
  return [...found.keys()].slice(0, 5);
}

function oneOf(asked, find) {
  for (const { text, han } of asked) {
    const meant = han ? find(text) : "";
    if (meant) return meant;
  }
  return "";
}

// The beginning or the end of a name that differs in one character.
function oneOff(name, text) {
  if (text.length < 3) return ""; // too short to tell a slip from another word
  for (const start of [0, name.length - text.length]) {
    const part = start < 0 ? "" : name.slice(start, start + text.length);
    let others = 0;
    for (let index = 0; index < part.length; index += 1) others += part[index] !== text[index];
    if (others === 1) return part;
  }
  return "";
}

// Pairs of characters that share the first or the last one, 投拆 → 投诉: those that stand between different
// neighbours, as words do and the inside of a longer word (海市 in 上海市) does not.
function likePairs(names, text) {
  const around = new Map();
  for (const name of names) {
    for (let at = 0; at + 2 <= name.length; at += 1) {
      const pair = name.slice(at, at + 2);
      if ((pair[0] === text[0]) === (pair[1] === text[1]) || !hasHan(pair[0]) || !hasHan(pair[1])) continue;
      if (!around.has(pair)) around.set(pair, { before: new Set(), after: new Set() });
      around.get(pair).before.add(name[at - 1]);
      around.get(pair).after.add(name[at + 2]);
    }
  }
  const words = [...around].filter(([, { before, after }]) => before.size > 1 && after.size > 1);
  return words.map(([pair]) => pair).slice(0, 3);
}

function soundsLike(name, text, sounds) {
  if (text.length < 3) return "";
  for (let start = 0; start < name.length && text.length > 3; start += 1) {
    const end = soundsFrom(name, start, text, sounds);
    if (end > start + 1) return name.slice(start, end);
  }
  for (const start of [0, name.length - text.length]) {
    const part = start < 0 ? "" : name.slice(start, start + text.length);
    if (part && Array.from(text).every((letter, at) => (sounds[part[at]] || []).some((sound) => sound[0] === letter))) {
      return part; // initials: myd for 满意度
    }
  }
  return "";
}

// Where in a name, read from `start`, the sound `text` ends; -1 if it does not. A character may have two sounds.
function soundsFrom(name, start, text, sounds) {
  if (!text) return start;
  for (const sound of sounds[name[start]] || []) {
    const typed = [sound, sound.replace("v", "u")].find((each) => text.startsWith(each)); // lü typed as lv or lu
    if (!typed) continue;
    const end = soundsFrom(name, start + 1, text.slice(typed.length), sounds);
    if (end >= 0) return end;
  }
  return -1;
}
