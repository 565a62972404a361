//! Measures a large page that never stops changing: the content scripts' share of a core, their
//! longest task, and how soon they notice a change.

use std::time::{Duration, Instant};

use anyhow::Result;
use browser_tests::{Browser, Page, eventually};
use sandbar::catalogue::Environment;

use crate::cost::traced;
use crate::report::Row;
use crate::sample::{Sample, short};

/// How long the page is traced.
const TRACED: Duration = Duration::from_secs(10);
const NOTICED: usize = 5;

/// 50,000 elements: table rows with controls, and components with closed shadow roots. Ten of them
/// change every ten milliseconds: texts, classes, rows that come and go, and the inside of
/// components.
const PAGE: &str = "
    const make = (name, properties = {}, ...children) => {
      const made = Object.assign(document.createElement(name), properties);
      made.append(...children);
      return made;
    };
    // Keep the page's own cost of a changed row low.
    const row = (number) => make('div', { style: 'contain: strict; height: 20px; display: flex' },
      make('span', {}, make('a', { href: `#${number}`, textContent: `Order ${number}` })),
      make('span', { textContent: `${number * 7} EUR` }),
      make('span', {}, make('em', { className: 'status', textContent: 'open' })),
      make('span', {}, make('button', { type: 'button', textContent: 'Edit' })));
    const body = make('div');
    const groups = [];
    const rows = [];
    for (let number = 0; number < 6200; number++) {
      if (number % 100 === 0) groups.push(body.appendChild(make('div', { style: 'content-visibility: auto; contain-intrinsic-size: auto 2000px' })));
      rows.push(row(number));
      groups.at(-1).append(rows.at(-1));
    }
    const components = make('section');
    const insides = [];
    for (let number = 0; number < 200; number++) {
      const host = make('div');
      const root = host.attachShadow({ mode: 'closed' });
      root.append(make('p', { textContent: `Inside ${number}` }));
      insides.push(root);
      components.append(host);
    }
    document.querySelector('main').append(components, body);
    globalThis.changes = 0;
    let step = 0;
    setInterval(() => {
      for (let change = 0; change < 2; change++) {
        step++;
        globalThis.changes += 5;
        const at = rows[(step * 37) % rows.length];
        at.children[1].textContent = `${step} EUR`;
        at.querySelector('.status').classList.toggle('late');
        rows.push(row(step));
        groups[step % groups.length].append(rows.at(-1));
        rows.splice((step * 53) % rows.length, 1)[0].remove();
        insides[step % insides.length].firstChild.firstChild.data = `Inside ${step}`;
      }
    }, 10);";

const KEYS: &str = "
    const list = document.createElement('section');
    const lines = [['h2', 'Manage API Keys'], ['p', 'App Id: ZK28PM50XD'], ['p', 'App Secret: 11d1d0a725e76fa34ea8771387f31fa3ae84f3db']];
    for (const [tag, textContent] of lines) list.append(Object.assign(document.createElement(tag), { textContent }));
    document.querySelector('main').prepend(list);";

/// Adds one more key to the list, and waits until the keyring has it.
async fn keys_noticed(browser: &Browser, page: &Page<'_>) -> Result<Sample> {
    let mut noticed = Vec::new();
    for number in 0..NOTICED {
        let id = format!("QX4{number}PM50XD");
        let fingerprint = browser.fingerprint(&id).await?;
        let added = format!(
            "const line = document.createElement('p'); line.textContent = 'App Id: {id}';
             document.querySelector('main section').append(line);"
        );
        page.run(&added).await?;
        let begun = Instant::now();
        let known = |entries: &Vec<sandbar::keyring::Entry>| entries.iter().any(|one| one.fingerprint == fingerprint);
        // If it is never noticed, the measurement is the waiting time.
        let _late = eventually("the added key", async || browser.entries().await, known).await;
        noticed.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(noticed.into_iter().collect())
}

/// Shows the sandbox banner, and waits until the title shows the contradiction.
async fn banner_noticed(page: &Page<'_>) -> Result<Sample> {
    let mut noticed = Vec::new();
    for _ in 0..NOTICED {
        let took = page
            .run(
                "const banner = document.createElement('div');
                 banner.setAttribute('role', 'alert');
                 banner.textContent = 'This environment is running in sandbox mode.';
                 const until = async (wanted) => {
                   while (document.title.startsWith('CHECK') !== wanted) await new Promise((done) => setTimeout(done, 5));
                 };
                 const begun = performance.now();
                 document.body.prepend(banner);
                 await until(true);
                 const took = performance.now() - begun;
                 banner.remove();
                 await until(false);
                 return took;",
            )
            .await?;
        noticed.extend(took.as_f64());
    }
    Ok(noticed.into_iter().collect())
}

/// Measures both environments, with and without keys.
pub async fn measure() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for environment in Environment::ALL {
        for has_keys in [false, true] {
            let browser = Browser::start().await?;
            let page = browser.sign_in(environment, "/extensions/").await?;
            page.run(PAGE).await?;
            if has_keys {
                page.run(KEYS).await?;
            }
            // By then, the page was read, and the time saved up for that is used.
            tokio::time::sleep(Duration::from_secs(10)).await;
            let changes =
                async || anyhow::Ok(page.run("return globalThis.changes;").await?.as_f64().unwrap_or_default());
            let (before, begun) = (changes().await?, Instant::now());
            let cost = traced(&page, async || {
                tokio::time::sleep(TRACED).await;
                Ok(())
            })
            .await?;
            let rate = (changes().await? - before) / begun.elapsed().as_secs_f64();
            let noticed = match (has_keys, environment) {
                (true, _) => Some(keys_noticed(&browser, &page).await?),
                (false, Environment::Production) => Some(banner_noticed(&page).await?),
                (false, Environment::Sandbox) => None,
            };
            let share = cost.milliseconds / 10.0 / TRACED.as_secs_f64();
            let keys = if has_keys { "with keys" } else { "without keys" };
            let late = noticed.as_ref().map_or_else(String::new, |noticed| {
                format!(", changes noticed after {} ms, {} at most", short(noticed.median()), short(noticed.most()))
            });
            rows.push(Row::new(
                format!("50,000 elements, 1,000 changes a second, {}, {keys}", environment.name()),
                format!(
                    "{} % of a core, longest task {} ms{late} ({} changes a second)",
                    short(share),
                    short(cost.longest),
                    short(rate)
                ),
                "≤ 3 %, no task over 50 ms, noticed within 1 s",
                share <= 3.0 && cost.longest <= 50.0 && noticed.is_none_or(|noticed| noticed.most() <= 1000.0),
            ));
            browser.end().await?;
        }
    }
    Ok(rows)
}
