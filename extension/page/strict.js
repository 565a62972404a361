// Registered while the strict setting is on: a paste is held back until it is known to fit.
"use strict";
(globalThis.sandbar ??= /** @type {typeof sandbar} */ ({})).strict = true;
