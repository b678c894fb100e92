//! Keeping the walk in the browser's database while the page goes on, one thing after the other.

use super::{database::Database, state::keep::Kept};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// Where it is kept which walk this tab has: a reload keeps it, another tab has its own.
const WALK: &str = "diorama.walk";

/// The walks that are kept, oldest first, with commas between.
const WALKS: &str = "diorama.walks";
/// Most walks that are kept: those of the tabs that were opened last.
const MOST: usize = 50;

/// Keeps this tab's walk.
pub struct Keeper {
    walk: String,
    queue: Rc<RefCell<Queue>>,
}

#[derive(Default)]
struct Queue {
    /// What is to be kept, oldest first.
    waiting: Vec<Vec<Kept>>,
    /// Whether something is being kept.
    busy: bool,
    database: Option<Database>,
}

impl Keeper {
    /// The keeper of this tab, and whether the tab had a walk before. Where the browser keeps nothing
    /// for the page there is none, and a walk lasts as long as the page.
    pub fn of_this_tab() -> Option<(Self, bool)> {
        let storage = web_sys::window()?.session_storage().ok()??;
        let had = storage.get_item(WALK).ok()?;
        let was_here = had.is_some();
        let keeper =
            had.map_or_else(Self::new, |walk| Some(Self { walk, queue: Rc::default() }))?;
        forget_oldest(&keeper.walk);
        Some((keeper, was_here))
    }

    /// A keeper of another walk of this tab: what was kept so far stays as it is.
    pub fn anew() -> Option<Self> {
        let keeper = Self::new()?;
        forget_oldest(&keeper.walk);
        Some(keeper)
    }

    /// The keeper of a walk that was not there before.
    fn new() -> Option<Self> {
        let window = web_sys::window()?;
        let walk = window.crypto().ok()?.random_uuid();
        window.session_storage().ok()??.set_item(WALK, &walk).ok()?;
        Some(Self { walk, queue: Rc::default() })
    }

    /// What was kept of the walk; nothing where it cannot be had.
    pub fn read(&self) -> impl Future<Output = Vec<String>> + 'static {
        let walk = self.walk.clone();
        async move {
            let read = async { Database::open().await?.read(&walk).await };
            read.await.unwrap_or_default()
        }
    }

    /// Keeps more. What cannot be kept is lost with the page only.
    pub fn keep(&self, records: Vec<Kept>) {
        if records.is_empty() {
            return;
        }
        let mut queue = self.queue.borrow_mut();
        queue.waiting.push(records);
        if !std::mem::replace(&mut queue.busy, true) {
            spawn_local(drain(Rc::clone(&self.queue), self.walk.clone()));
        }
    }
}

/// Notes that this walk was opened last, and deletes those that are too many.
fn forget_oldest(walk: &str) {
    let storage = web_sys::window().and_then(|it| it.local_storage().ok().flatten());
    let Some(storage) = storage else { return };
    let list = storage.get_item(WALKS).ok().flatten().unwrap_or_default();
    let others = list.split(',').filter(|it| !it.is_empty() && *it != walk);
    let mut walks: Vec<String> = others.map(str::to_owned).collect();
    walks.push(walk.to_owned());
    let too_many = walks.len().saturating_sub(MOST);
    let old: Vec<String> = walks.drain(..too_many).collect();
    // Where it cannot be noted, nothing is deleted either.
    if storage.set_item(WALKS, &walks.join(",")).is_ok() && !old.is_empty() {
        spawn_local(async move {
            let Ok(database) = Database::open().await else { return };
            for walk in old {
                // One that cannot be deleted now takes a little room for good.
                let _ = database.delete(&walk).await;
            }
        });
    }
}

async fn drain(queue: Rc<RefCell<Queue>>, walk: String) {
    loop {
        let batch = std::mem::take(&mut queue.borrow_mut().waiting);
        if batch.is_empty() {
            queue.borrow_mut().busy = false;
            return;
        }
        let database = queue.borrow().database.clone();
        let database = match database {
            Some(database) => Ok(database),
            None => Database::open().await,
        };
        let Ok(database) = database else { continue };
        queue.borrow_mut().database = Some(database.clone());
        for record in batch.into_iter().flatten() {
            // A full disk or a window that forgets: the page goes on all the same.
            let _ = write(&database, &walk, record).await;
        }
    }
}

async fn write(database: &Database, walk: &str, record: Kept) -> Result<(), JsValue> {
    match record {
        Kept::Anew => database.delete(walk).await,
        Kept::Record(number, text) => database.put(walk, number, &text).await,
        Kept::Gone(number) => database.remove(walk, number).await,
    }
}
