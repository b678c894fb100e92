//! The browser's database of walks: records by walk and number, so that a reload loses nothing.

use js_sys::{Array, JsString, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode,
};

const NAME: &str = "diorama";
const VERSION: u32 = 1;
/// The one store: texts under keys `[walk, number]`.
const STORE: &str = "walks";

/// The database, open.
#[derive(Debug, Clone)]
pub struct Database(IdbDatabase);

impl Database {
    /// Opens it, and makes it where it is not there.
    pub async fn open() -> Result<Self, JsValue> {
        let missing = || JsValue::from_str("this browser keeps nothing here");
        let factory = web_sys::window().ok_or_else(missing)?.indexed_db()?.ok_or_else(missing)?;
        let request = factory.open_with_u32(NAME, VERSION)?;
        let made = {
            let request = request.clone();
            Closure::once(move || make_store(&request))
        };
        request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
        done(&request).await?.dyn_into().map(Self)
    }

    /// Puts a record in its place. Records are written in the order of the calls.
    pub async fn put(&self, walk: &str, number: u32, text: &str) -> Result<(), JsValue> {
        let store = self.store(IdbTransactionMode::Readwrite)?;
        done(&store.put_with_key(&text.into(), &key(walk, number))?).await.map(drop)
    }

    /// The records of a walk by their numbers.
    pub async fn read(&self, walk: &str) -> Result<Vec<String>, JsValue> {
        let store = self.store(IdbTransactionMode::Readonly)?;
        let records = done(&store.get_all_with_key(&all(walk)?)?).await?;
        let records = Array::from(&records);
        Ok(records.iter().filter_map(|it| it.as_string()).collect())
    }

    /// Deletes a record.
    pub async fn remove(&self, walk: &str, number: u32) -> Result<(), JsValue> {
        let store = self.store(IdbTransactionMode::Readwrite)?;
        done(&store.delete(&key(walk, number))?).await.map(drop)
    }

    /// Deletes a walk.
    pub async fn delete(&self, walk: &str) -> Result<(), JsValue> {
        let store = self.store(IdbTransactionMode::Readwrite)?;
        done(&store.delete(&all(walk)?)?).await.map(drop)
    }

    fn store(&self, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
        self.0.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
    }
}

fn make_store(request: &IdbOpenDbRequest) {
    let database = request.result().ok().and_then(|it| it.dyn_into::<IdbDatabase>().ok());
    // What fails here fails the opening, which says so.
    let _ = database.map(|database| database.create_object_store(STORE));
}

fn key(walk: &str, number: u32) -> JsValue {
    Array::of2(&JsString::from(walk), &number.into()).into()
}

/// All keys of a walk: an array sorts after every number.
fn all(walk: &str) -> Result<JsValue, JsValue> {
    let last = Array::of2(&JsString::from(walk), &Array::new());
    IdbKeyRange::bound(&key(walk, 0), &last).map(Into::into)
}

/// What a request came to.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(settled).await.map_err(|_| {
        let error = request.error().ok().flatten();
        error.map_or(JsValue::UNDEFINED, Into::into)
    })?;
    request.result()
}
