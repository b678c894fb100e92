//! Reference worlds as scenarios.

use crate::{facts, open};
use diorama_world::{Control, Dialect, Domain, Scenario, scenario::Reference};

/// The world of a seed as a scenario, told in a dialect of its domain.
pub fn scenario(dialect: Dialect, seed: u64, controls: Vec<Control>) -> Scenario {
    let domain = dialect.domain();
    let environment = open(domain, facts(domain, seed), &controls);
    let screen = dialect.dress(environment.screen());
    Scenario {
        id: format!("{domain}-{seed}"),
        title: format!("{} {seed}", title(domain)),
        summary: "A synthetic world, played by the reference environment.".to_owned(),
        domain,
        dialect,
        task: environment.task(),
        facts: environment.facts().clone(),
        controls,
        reference: Some(Reference { seed }),
        first: dialect.print(&screen),
    }
}

fn title(domain: Domain) -> &'static str {
    match domain {
        Domain::Android => "Phone",
        Domain::Web => "Browser",
        Domain::Os => "Desktop",
        Domain::Mcp => "Tools",
        Domain::Search => "Search",
        Domain::Terminal => "Terminal",
        Domain::Swe => "Project",
    }
}
