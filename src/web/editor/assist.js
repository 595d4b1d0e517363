// What is proposed at the caret, and what is explained under the pointer. The page answers; here is the asking.
import { Prec } from "@codemirror/state";
import { autocompletion, closeCompletion, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { hoverTooltip, keymap } from "@codemirror/view";
import { findingsAt, glyph } from "./findings.js";

/** Questions to the page, by number. */
class Questions {
  #open = new Map();
  #last = 0;

  constructor(tell) {
    this.tell = tell;
  }

  ask(kind, place) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      this.tell({ [kind]: { id, place } });
    });
  }

  answer(id, value) {
    this.#open.get(id)?.(value);
    this.#open.delete(id);
  }

  /** Nothing is answered any more. */
  end() {
    for (const id of [...this.#open.keys()]) this.answer(id, null);
  }
}

const paragraph = (className, text) => {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
};

export class Assistant {
  /** The fixes that the list shows in place of proposals. */
  #fixes = null;

  constructor({ tell, icons, completes, explains }) {
    this.tell = tell;
    this.icons = icons;
    this.questions = new Questions(tell);
    this.extension = [
      autocompletion({
        override: [(context) => this.#list(context, completes)],
        icons: false,
        closeOnBlur: true,
        optionClass: ({ type }) => `option option-${type}`,
      }),
      Prec.highest(keymap.of(completionKeymap)),
      hoverTooltip((view, place) => this.#explain(view, place, explains), { hideOnChange: true, hoverTime: 400 }),
    ];
  }

  async #list(context, completes) {
    const fixes = this.#fixes;
    this.#fixes = null;
    if (fixes) {
      const options = fixes.map(([index, title]) => ({
        label: title,
        type: "fix",
        apply: () => this.tell({ fix: index }),
      }));
      return { from: context.pos, options, filter: false };
    }
    if (!completes || context.state.readOnly) return null;
    const answer = await this.questions.ask("complete", context.pos);
    if (!answer || answer.options.length === 0 || context.aborted) return null;
    const options = answer.options.map(([label, detail, type], index) => ({
      label,
      detail,
      type,
      apply: () => this.tell({ accept: { id: answer.id, index } }),
    }));
    return { from: Math.min(answer.from, context.pos), options, filter: false };
  }

  async #explain(view, place, explains) {
    const found = findingsAt(view.state, place, place);
    const hint = explains ? await this.questions.ask("hover", place) : null;
    if (found.length === 0 && !hint) return null;
    const { from, to } = found[0] ?? hint;
    const create = () => {
      const dom = document.createElement("div");
      dom.className = "explanation";
      for (const finding of found) dom.append(this.#finding(finding, !view.state.readOnly));
      if (hint) {
        dom.append(paragraph("explanation-title", hint.title));
        for (const line of hint.lines) dom.append(paragraph("explanation-line", line));
      }
      return { dom };
    };
    return { pos: Math.min(from, place), end: Math.max(to, place), above: true, create };
  }

  #finding({ index, severity, message, fix }, mayChange) {
    const row = document.createElement("div");
    row.className = "explanation-finding";
    row.append(glyph(this.icons, severity), paragraph("explanation-line", message));
    if (fix && mayChange) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = fix;
      button.addEventListener("click", () => this.tell({ fix: index }));
      row.append(button);
    }
    return row;
  }

  /** Shows the fixes, `[index, title]` each, in a list at the caret. */
  showFixes(view, fixes) {
    closeCompletion(view);
    this.#fixes = fixes;
    startCompletion(view);
  }
}
