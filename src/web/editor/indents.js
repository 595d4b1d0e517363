// Lines that are too long go on below, a little deeper than they begin. Where there is little room, lines begin less deep
// than they are written.
import { countColumn } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";

/** Editors with fewer letters in a line have little room. */
const NARROW = 64;

const byDepth = new Map();

const hanging = (depth, isTight) => {
  const key = isTight ? -depth : depth;
  let known = byDepth.get(key);
  if (!known) {
    known = Decoration.line({ class: isTight ? "tight" : "", attributes: { style: `--indent: ${depth}ch` } });
    byDepth.set(key, known);
  }
  return known;
};

const deep = Decoration.mark({ class: "deep" });

/** Letters in a line of the editor. */
const room = (view) => Math.floor(view.contentDOM.clientWidth / view.defaultCharacterWidth) || NARROW;

const decorations = (view) => {
  const ranges = [];
  const { doc, tabSize } = view.state;
  const columns = room(view);
  const deepest = Math.floor(columns / 4);
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = doc.lineAt(at);
      const [, blank, word] = /^([ \t]*)(\S*)/.exec(line.text);
      const depth = Math.min(countColumn(blank, tabSize), deepest);
      // A first word that does not fit would leave the first row empty: it is broken there.
      ranges.push(hanging(depth, depth > 0 && depth + word.length > columns - 2).range(line.from));
      const spaces = /^ */.exec(blank)[0].length;
      if (columns < NARROW && spaces > deepest && spaces < line.length) {
        ranges.push(deep.range(line.from + deepest, line.from + spaces));
      }
      at = line.to + 1;
    }
  }
  return Decoration.set(ranges);
};

export const indents = [
  EditorView.lineWrapping,
  ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = decorations(view);
      }

      update({ docChanged, viewportChanged, geometryChanged, view }) {
        if (docChanged || viewportChanged || geometryChanged) this.decorations = decorations(view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
];
