// The code editor: CodeMirror inside of a shadow root, where its style sheets need no exception from the content security
// policy. It shows a text that the page keeps: what a person does is told to the page as it happens, and undo is the page's.
//
// `mount` takes the element to live in, a function for what happens here, and JSON of how to begin; it gives a function
// for what happens there. Both functions take JSON of `{kind: value}`. Places are counted in UTF-16.
import { Annotation, Compartment, EditorState, Transaction } from "@codemirror/state";
import {
  EditorView,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  tooltips,
} from "@codemirror/view";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { search, searchKeymap } from "@codemirror/search";
import { Assistant } from "./assist.js";
import { breaks } from "./breaks.js";
import look from "./editor.css";
import { setFindings, showFindings } from "./findings.js";
import { highlight, setHighlight } from "./highlight.js";
import { indents } from "./indents.js";
import { invisible } from "./invisible.js";
import { folds, json } from "./language.js";

/** Marks what the page has said, so that it is not told again. */
const fromPage = Annotation.define();

const CAUSES = [
  ["input.type.compose", "compose"],
  ["input.type", "type"],
  ["delete.cut", "other"],
  ["delete", "delete"],
];

const causeOf = (transaction) => CAUSES.find(([event]) => transaction.isUserEvent(event))?.[1] ?? "other";

/** The page knows one selection: what makes several of it is left to the browser. */
const oneSelection = ({ key }) => key !== "Mod-d" && key !== "Mod-Shift-l";

const selectionOf = ({ selection: { main } }) => [main.anchor, main.head];

/** Tells the page what a person did. */
const teller = (tell) =>
  EditorView.updateListener.of(({ transactions, docChanged, selectionSet, changes, state }) => {
    if (transactions.some((transaction) => transaction.annotation(fromPage))) return;
    if (docChanged) {
      const list = [];
      changes.iterChanges((from, to, fromB, toB, text) => list.push([from, to, text.toString()]));
      tell({ typed: { changes: list, at: selectionOf(state), cause: causeOf(transactions.at(-1)) } });
    } else if (selectionSet) {
      tell({ moved: selectionOf(state) });
    }
  });

/** What may change while the editor is shown. */
const settings = ({ label, readOnly, tabIndents, phrases }) => [
  EditorState.readOnly.of(readOnly),
  EditorState.phrases.of(Object.fromEntries(phrases)),
  // What can be edited can have the focus anyway; not every tool that looks for it knows.
  EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": String(readOnly), tabindex: "0" }),
  keymap.of(tabIndents ? [indentWithTab] : []),
];

/** The history is the page's, whichever way a person asks for it. */
const historyOfPage = (tell) => {
  const step = (kind) => ({ state }) => {
    if (!state.readOnly) tell({ [kind]: null });
    return true;
  };
  const undo = { run: step("undo"), preventDefault: true };
  const redo = { run: step("redo"), preventDefault: true };
  return [
    keymap.of([
      { key: "Mod-z", ...undo },
      { key: "Mod-y", mac: "Mod-Shift-z", ...redo },
      { linux: "Ctrl-Shift-z", win: "Ctrl-Shift-z", ...redo },
    ]),
    EditorView.domEventHandlers({
      beforeinput: (event, view) => {
        const kind = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
        if (!kind) return false;
        event.preventDefault();
        return step(kind)(view);
      },
    }),
  ];
};

/** What the browser is about to replace. The state hears of a new selection a moment later than the browser knows it. */
const selectedNow = (view) => {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = (view.root.getSelection ? view.root : document).getSelection();
  if (!view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) return view.state.selection.main;
  const places = [view.posAtDOM(anchorNode, anchorOffset), view.posAtDOM(focusNode, focusOffset)];
  return { from: Math.min(...places), to: Math.max(...places) };
};

/** Where text takes the place of other text, a browser would keep the look of that as an inline style, which the content
 * security policy refuses with a report. So it is left nothing to do. */
const replacing = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { inputType, data, isComposing } = event;
    if (inputType !== "insertText" || data === null || isComposing || view.state.readOnly) return false;
    const { from, to } = selectedNow(view);
    if (from === to) return false;
    event.preventDefault();
    const insert = view.state.toText(data);
    view.dispatch({
      changes: { from, to, insert },
      selection: { anchor: from + insert.length },
      userEvent: "input.type",
      scrollIntoView: true,
    });
    return true;
  },
});

const styleSheet = () => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  return sheet;
};

export const mount = ({ host, listener, options }) => {
  const { text, at, focus, icons, completes, explains, config } = JSON.parse(options);
  const tell = (message) => listener(JSON.stringify(message));
  const assistant = new Assistant({ tell, icons, completes, explains });
  const changing = new Compartment();
  /** Whether the place of the caret is to be shown once the editor can be seen. */
  let awaited = false;

  const root = host.attachShadow({ mode: "open" });
  const show = (view) => {
    const { head } = view.state.selection.main;
    view.dispatch({ effects: EditorView.scrollIntoView(head, { yMargin: 60 }), annotations: fromPage.of(true) });
    view.focus();
  };
  const canBeSeen = () => host.getClientRects().length > 0;

  const view = new EditorView({
    root,
    parent: root,
    doc: text,
    selection: { anchor: at[0], head: at[1] },
    extensions: [
      breaks,
      EditorState.tabSize.of(2),
      changing.of(settings(config)),
      teller(tell),
      historyOfPage(tell),
      replacing,
      lineNumbers(),
      showFindings(icons),
      folds,
      highlight,
      json,
      invisible,
      indents,
      highlightActiveLineGutter(),
      search({ top: true }),
      tooltips({ position: "fixed" }),
      assistant.extension,
      keymap.of([...searchKeymap.filter(oneSelection), ...foldKeymap, ...defaultKeymap]),
    ],
  });
  const appearing = new ResizeObserver(() => {
    if (!awaited || !canBeSeen()) return;
    awaited = false;
    show(view);
  });
  appearing.observe(host);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet()];

  const heard = {
    change({ changes, select: [anchor, head], goThere }) {
      view.dispatch({
        changes: changes.map(([from, to, insert]) => ({ from, to, insert })),
        selection: { anchor, head },
        annotations: [fromPage.of(true), Transaction.addToHistory.of(false)],
        filter: false,
        scrollIntoView: changes.length > 0,
      });
      if (!goThere) return;
      if (canBeSeen()) show(view);
      else awaited = true;
    },
    marks(list) {
      const findings = list.map(([from, to, severity, message, fix], index) => ({ from, to, severity, message, fix, index }));
      view.dispatch({ effects: setFindings.of(findings) });
    },
    highlight(range) {
      const effects = [setHighlight.of(range)];
      // Whoever writes here sees what is written; who chose it elsewhere wants to see it.
      if (range && !view.hasFocus) effects.push(EditorView.scrollIntoView(range[0], { y: "nearest", yMargin: 60 }));
      view.dispatch({ effects });
    },
    config(next) {
      view.dispatch({ effects: changing.reconfigure(settings(next)) });
    },
    proposals({ id, from, options: list }) {
      assistant.questions.answer(id, { id, from, options: list });
    },
    hint({ id, hint }) {
      assistant.questions.answer(id, hint && { from: hint[0], to: hint[1], title: hint[2], lines: hint[3] });
    },
    fixes(list) {
      assistant.showFixes(view, list);
    },
    destroy() {
      appearing.disconnect();
      assistant.questions.end();
      view.destroy();
    },
  };

  if (focus) show(view);
  return (message) => {
    for (const [kind, value] of Object.entries(JSON.parse(message))) heard[kind](value);
  };
};
