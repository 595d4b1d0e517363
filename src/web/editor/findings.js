// Findings: a wavy line under their text, a glyph beside the number of their line, their words under the pointer.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";

/** Gravest first, with the glyph of each. */
const GLYPHS = { error: "state-error", security: "state-security", warning: "state-warning", suggestion: "state-tip" };
const ORDER = Object.keys(GLYPHS);

export const setFindings = StateEffect.define();

/** Of several findings with one place, the gravest has the line. */
const decoration = (finding, hasLine) =>
  Decoration.mark({ class: hasLine ? `finding finding-${finding.severity}` : "", inclusive: true, finding });

const byGravity = (one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity);

/** Empty places are shown at the letter before or behind. */
const widened = (from, to, doc) => {
  const line = doc.lineAt(from);
  if (to > from) return [from, to];
  return from < line.to ? [from, from + 1] : [Math.max(line.from, from - 1), from];
};

const place = (finding, doc) => {
  const from = Math.min(finding.from, doc.length);
  return widened(from, Math.max(from, Math.min(finding.to, doc.length)), doc);
};

const decorations = (list, doc) => {
  const lines = new Set();
  const ranges = [];
  for (const finding of list.toSorted(byGravity)) {
    const [from, to] = place(finding, doc);
    const hasLine = !lines.has(`${from}-${to}`);
    lines.add(`${from}-${to}`);
    if (from < to) ranges.push(decoration(finding, hasLine).range(from, to));
  }
  return ranges;
};

const findings = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setFindings)) continue;
      next = Decoration.set(decorations(effect.value, transaction.newDoc), true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** The findings that touch a range, gravest first. */
export const findingsAt = (state, from, to) => {
  const found = [];
  state.field(findings).between(from, to, (start, end, { spec }) => {
    found.push({ ...spec.finding, from: start, to: end });
  });
  return found.sort(byGravity);
};

const SVG = "http://www.w3.org/2000/svg";

export const glyph = (icons, severity) => {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("class", `glyph glyph-${severity}`);
  icon.setAttribute("aria-hidden", "true");
  icon.append(document.createElementNS(SVG, "use"));
  icon.firstChild.setAttribute("href", `${icons}#${GLYPHS[severity]}`);
  return icon;
};

class Glyph extends GutterMarker {
  constructor(icons, severity, words) {
    super();
    Object.assign(this, { icons, severity, words });
  }

  eq(other) {
    return other.severity === this.severity && other.words === this.words;
  }

  toDOM() {
    const box = document.createElement("span");
    box.title = this.words;
    box.append(glyph(this.icons, this.severity));
    return box;
  }
}

/** The findings of the state; `icons` is the address of the sprite. */
export const showFindings = (icons) => [
  findings,
  gutter({
    class: "finding-gutter",
    lineMarker: (view, { from, to }) => {
      const { doc } = view.state;
      // A finding over many lines is shown at its first.
      const first = findingsAt(view.state, from, to).filter((finding) => finding.from >= doc.lineAt(from).from);
      if (first.length === 0) return null;
      return new Glyph(icons, first[0].severity, first.map(({ message }) => message).join("\n"));
    },
    lineMarkerChange: ({ startState, state }) => startState.field(findings) !== state.field(findings),
    initialSpacer: () => new Glyph(icons, "error", ""),
  }),
];
