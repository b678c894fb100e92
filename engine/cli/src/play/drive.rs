//! The loop: an agent is shown where it is, and what it says is done.

use super::{
    agent::{Agent, View},
    message::{Said, Told},
    report::Report,
    tree::Tree,
};
use anyhow::{Result, bail};
use diorama_world::Play;

/// Lines in a row that are refused before the walk is given up.
const MAX_SLIPS: usize = 10;
/// Lines in a row that do no step.
const MAX_IDLE: usize = 100;

/// Lets an agent act until it has nothing more to do, says that it is done, or has done so many
/// steps.
pub fn drive<P: Play>(
    tree: &mut Tree<P>,
    agent: &mut dyn Agent,
    steps: usize,
    report: &mut Report,
) -> Result<()> {
    let (mut slips, mut idle, mut over) = (0, 0, false);
    let (mut error, mut score) = (None::<String>, None);
    loop {
        let left = steps.saturating_sub(tree.done());
        let done = over || left == 0;
        let told =
            Told::new(tree, left, done).with_error(error.as_deref()).with_score(score.take());
        let view =
            View { told: &told, scenario: tree.world().path().scenario(), seen: tree.seen() };
        if done {
            return agent.end(&view);
        }
        let Some(said) = agent.next(&view)? else { return Ok(()) };
        error = None;
        let outcome = match said {
            Ok(Said::Action(action)) => {
                let action = Said::spelled(action);
                let read = tree.read(&action);
                match pollster::block_on(tree.act(&action)) {
                    Ok(()) => {
                        (slips, idle) = (0, 0);
                        over = read.is_ok_and(|read| read.ends());
                        report.step(&action, tree)?;
                        continue;
                    }
                    Err(why) => Err(why.to_string()),
                }
            }
            Ok(Said::Fork(place)) => tree.go(place).map_err(|why| why.to_string()),
            Ok(Said::Reset(_)) => tree.go(0).map_err(|why| why.to_string()),
            Ok(Said::Score(_)) => {
                score = Some(tree.score());
                Ok(())
            }
            Err(why) => Err(why),
        };
        idle += 1;
        match outcome {
            Ok(()) => slips = 0,
            Err(why) => {
                slips += 1;
                if !agent.can_mend() || slips == MAX_SLIPS {
                    bail!("after {} steps: {why}", tree.done());
                }
                error = Some(why);
            }
        }
        if idle == MAX_IDLE {
            bail!("after {} steps: the agent said {MAX_IDLE} things and did none", tree.done());
        }
    }
}
