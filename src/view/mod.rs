//! What is shown, as data: badges, warnings, advice, and the extension's pages.

pub mod advice;
pub mod badge;
pub mod pages;
pub mod theme;
pub mod warning;
