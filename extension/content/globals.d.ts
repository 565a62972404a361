// What the type checker has to know about the build and the browsers.

/** A style sheet, minified, as text. */
declare module "*.css" {
  const css: string;
  export default css;
}
declare var browser: typeof chrome;
