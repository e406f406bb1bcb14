import "katex/dist/katex.min.css";
import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts"; // fonts of the reader's system
import "./style.css";

const theme: Theme = { extends: DefaultTheme };
export { theme as default };
