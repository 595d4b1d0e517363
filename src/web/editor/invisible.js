// Letters that cannot be seen, or that turn the direction of others: each stands there as its number.
import { highlightSpecialChars } from "@codemirror/view";

// Beside those that CodeMirror knows: joiners, marks of direction, fillers, selectors of variants, tags.
const more = new RegExp(
  "[\\u00a0\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u202a-\\u202f\\u205f-\\u206f\\u3000\\u3164" +
    "\\ufe00-\\ufe0f\\uffa0\\ufff0-\\ufffc\\u{e0000}-\\u{e01ef}]",
  "gu",
);

const number = (code) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;

const render = (code, description) => {
  const box = document.createElement("span");
  box.className = "invisible";
  // The end of a line is no surprise, as long as it can be seen.
  box.textContent = code === 13 ? "CR" : number(code);
  box.title = description;
  return box;
};

export const invisible = highlightSpecialChars({ render, addSpecialChars: more });
