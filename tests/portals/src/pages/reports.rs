//! Reports: figures in production, and nothing in the sandbox, which has no store.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};
use sandbar::catalogue::Environment;

use crate::visit::{Member, Visit};
use crate::world::World;

type Rows = &'static [[&'static str; 3]];

const SALES: Rows =
    &[["June", "Gift Notes", "1,240.00"], ["June", "Stock Bell", "310.00"], ["May", "Gift Notes", "1,105.00"]];
const VIEWS: Rows = &[["Gift Notes", "8,411", "2.4 %"], ["Stock Bell", "2,090", "1.1 %"]];

/// `/reports/sales` and `/reports/analytics`.
pub fn routes() -> Router<World> {
    Router::new().route("/reports/sales", get(sales)).route("/reports/analytics", get(analytics))
}

async fn sales(Member { visit, .. }: Member) -> Response {
    let content = report(&visit, "Sales", ["Month", "Extension", "Sales"], SALES);
    visit.page("Sales Report", &content)
}

async fn analytics(Member { visit, .. }: Member) -> Response {
    let content = report(&visit, "Analytics", ["Extension", "Views", "Conversion"], VIEWS);
    visit.page("Analytics Report", &content)
}

fn report(visit: &Visit, title: &str, columns: [&str; 3], rows: Rows) -> Markup {
    html! {
        h1 { (title) }
        p { a href="/reports/sales" { "Sales" } " · " a href="/reports/analytics" { "Analytics" } }
        @if visit.environment == Environment::Sandbox {
            p.empty { "There is no data for this report." }
        } @else {
            table {
                thead { tr { @for column in columns { th { (column) } } } }
                tbody { @for row in rows { tr { @for cell in row { td { (cell) } } } } }
            }
        }
    }
}
