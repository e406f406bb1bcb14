/** What is drawn: Markdown pages show it as an image, which sees nothing of the style of the page. */
export type Drawing = string;

/** What a color stands for, the same in every picture. */
export type Role = "ink" | "quiet" | "in" | "out" | "phi" | "w";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element; what it holds was drawn before. */
export function element(name: string, attributes: Attributes, ...children: readonly Drawing[]): Drawing {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? rounded(value) : escaped(value!)}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

/**
 * A whole picture, `width` × `height` pixels. It has a background of its own and follows the color scheme of the reader, so
 * it can be read on a light and on a dark page, also where the page and the system do not agree.
 */
export function picture(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  ...children: readonly Drawing[]
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    ...{ width, height, role: "img" },
  };
  const background = element("rect", { class: "paper", width, height, rx: 8 });
  const lines = [element("title", {}, escaped(title)), `<style>${style}</style>`, background, ...children];
  return `${element("svg", attributes, `\n${lines.join("\n")}\n`)}\n`;
}

/** A text that is centered at its place, unless `anchor` says otherwise. */
export function label(
  words: string,
  { x, y }: Point,
  { role = "ink", anchor = "middle", size = 14, bold = false }: LabelOptions = {},
): Drawing {
  const attributes = { "text-anchor": anchor, "font-size": size, "font-weight": bold ? 600 : undefined };
  return element("text", { x, y, class: `fill-${role}`, ...attributes }, escaped(words));
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LabelOptions {
  readonly role?: Role;
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  readonly bold?: boolean;
}

/** A number as pictures show it: at most two decimals, and a minus that is as wide as a plus. */
export function shown(value: number): string {
  return String(Math.round(value * 100) / 100 || 0).replace("-", "−");
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 || 0); // no −0
}

function escaped(text: string | number): string {
  return String(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

const light = { paper: "#ffffff", ink: "#1f2328", quiet: "#57606a", in: "#0550ae", out: "#a04100" };
const dark = { paper: "#1b1b1f", ink: "#e6e6ea", quiet: "#a5a5ad", in: "#79c0ff", out: "#ffa657" };
const style = [
  "text{font-family:system-ui,sans-serif}",
  rules({ ...light, phi: "#116329", w: "#6639ba" }),
  `@media (prefers-color-scheme:dark){${rules({ ...dark, phi: "#7ee787", w: "#d2a8ff" })}}`,
].join("");

function rules(colors: Readonly<Record<Role | "paper", string>>): string {
  return Object.entries(colors)
    .map(([role, color]) =>
      role === "paper"
        ? `.paper{fill:${color}}`
        : `.fill-${role}{fill:${color}}.line-${role}{stroke:${color};fill:none}`,
    )
    .join("");
}
