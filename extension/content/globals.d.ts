// Declarations for the type checker, about the build and the browsers.

/** A minified style sheet, as text. */
declare module "*.css" {
  const css: string;
  export default css;
}
declare var browser: typeof chrome;
