//! Tests of the portals' rules, each as a walk through the pages.

mod banner;
mod key_pages;
mod other_hosts;
mod policy;
mod sign_in;
mod sign_out;
mod sites;
mod transport;
