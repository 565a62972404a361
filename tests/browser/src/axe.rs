//! Checks accessibility with axe-core (npm).

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::page::{Page, find_all};

impl Page<'_> {
    /// The violations that axe-core finds on a page, as rule and element, one per line.
    ///
    /// # Errors
    ///
    /// Returns an error if axe-core isn't there or doesn't run.
    pub async fn violations(&self) -> Result<Vec<String>> {
        self.violations_in("document").await
    }

    /// Copies of Sandbar's own elements on this page, for [`Page::violations_of`]. They are in closed
    /// shadow roots, which axe-core can't see.
    ///
    /// # Errors
    ///
    /// Returns an error if nothing is drawn.
    pub async fn drawn(&self) -> Result<Vec<Value>> {
        let document = self.document().await?;
        let roots = find_all(&document, &|node| node["shadowRootType"] == "closed");
        let mut copies = Vec::new();
        for root in roots {
            let object = self.devtools("DOM.resolveNode", json!({ "backendNodeId": root["backendNodeId"] })).await?;
            let read = "function () {
                 const styles = Array.from(this.adoptedStyleSheets ?? []).flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
                 return { html: this.innerHTML, css: styles.join(' ').replaceAll(':host', '.host') }; }";
            let call =
                json!({ "objectId": object["object"]["objectId"], "functionDeclaration": read, "returnByValue": true });
            copies.push(self.devtools("Runtime.callFunctionOn", call).await?);
        }
        let copies: Vec<Value> = copies.iter().map(|copy| copy["result"]["value"].clone()).collect();
        ensure!(!copies.is_empty() && copies.iter().all(Value::is_object), "nothing is drawn: {copies:?}");
        Ok(copies)
    }

    /// The violations that axe-core finds on this page when it shows these copies.
    ///
    /// # Errors
    ///
    /// The same as for [`Page::violations`].
    pub async fn violations_of(&self, copies: &[Value]) -> Result<Vec<String>> {
        let show = "document.documentElement.lang = 'en';
             document.body.replaceChildren(...copies.map(({ html, css }) => {
               const host = document.createElement('div');
               host.className = 'host';
               host.innerHTML = html;
               const style = document.createElement('style');
               style.textContent = css;
               host.append(style);
               return host;
             }));
             for (const dialog of document.querySelectorAll('dialog')) (dialog.close(), dialog.showModal());";
        self.run(&format!("const copies = {}; {show}", json!(copies))).await?;
        self.violations_in("{ include: [['.host']] }").await
    }

    async fn violations_in(&self, context: &str) -> Result<Vec<String>> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(path).context("reading axe-core: run ./build.sh setup")?;
        self.show().await?;
        // The page's own policy doesn't apply to the developer tools.
        self.devtools("Runtime.evaluate", json!({ "expression": axe })).await?;
        let run = json!({ "expression": format!("axe.run({context})"), "awaitPromise": true, "returnByValue": true });
        let found = self.devtools("Runtime.evaluate", run).await?;
        let answer = &found["result"]["value"];
        let checked = answer["passes"].as_array().map_or(0, Vec::len);
        ensure!(checked > 0, "axe-core checked nothing: {found}");
        let violations = answer["violations"].as_array().context("axe-core's answer")?;
        let line = |violation: &Value, node: &Value| {
            format!("{}: {} {}", violation["id"], node["html"], node["failureSummary"])
        };
        let lines = violations.iter().flat_map(|violation| {
            violation["nodes"].as_array().into_iter().flatten().map(move |node| line(violation, node))
        });
        Ok(lines.collect())
    }
}
