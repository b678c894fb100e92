//! A shop: products with search, kinds and order; a cart with a coupon; checkout; orders.

use super::{super::frame, account};
use crate::{
    Seed,
    ui::{App, Dialog, Do, Done, Page, Stage, View},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Column, Kind, Row, Table},
};

const PRODUCTS: &str = "products";
const NAME: usize = 0;
const KIND: usize = 1;
/// In cents, as all amounts.
const PRICE: usize = 2;
const LEFT: usize = 3;

const CART: &str = "cart";
const PRODUCT: usize = 0;
const QUANTITY: usize = 1;

const COUPONS: &str = "coupons";
const OFF: usize = 1;
const USED: usize = 2;

const ORDERS: &str = "orders";
const TO: usize = 0;
const CITY: usize = 1;
const TOTAL: usize = 2;

const HOME: Page = Page::new("shop", "home");
const DETAIL: Page = Page::new("shop", "product");
const BASKET: Page = Page::new("shop", "cart");
const CHECKOUT: Page = Page::new("shop", "checkout");
const ORDER: Page = Page::new("shop", "order");

const KINDS: [&str; 3] = ["Garden", "Kitchen", "Office"];
/// Most lines of a cart.
const MAX_LINES: usize = 4;

pub(in super::super) struct Shop;

impl App for Shop {
    fn name(&self) -> &'static str {
        "shop"
    }

    fn titles(&self) -> &'static [&'static str] {
        &["Shop", "Store", "Market", "Goods"]
    }

    fn pages(&self) -> &'static [(&'static str, &'static str)] {
        &[("home", ""), ("product", PRODUCTS), ("cart", ""), ("checkout", ""), ("order", ORDERS)]
    }

    fn tables(&self, seed: &mut Seed) -> Vec<Table> {
        let table = |name, columns: &[(&str, Kind)]| {
            Table::new(name, columns.iter().map(|&(name, kind)| Column::new(name, kind)))
        };
        let number = Kind::Number;
        let mut products = table(
            PRODUCTS,
            &[("name", Kind::Text), ("kind", Kind::Word), ("price", number), ("left", number)],
        );
        for _ in 0..4 + seed.below(6) {
            let price = 50 * seed.between(1, 20);
            let left = if seed.one_in(6) { 0 } else { seed.between(1, 4) };
            products.push([
                words::thing(seed).into(),
                seed.pick(&KINDS).into(),
                price.into(),
                left.into(),
            ]);
        }
        let mut cart = table(CART, &[("product", number), ("quantity", number)]);
        if seed.one_in(2) {
            cart.push([Cell::from(0), Cell::from(1)]);
        }
        let mut coupons =
            table(COUPONS, &[("coupon", Kind::Text), ("off", number), ("used", Kind::Flag)]);
        let off = 50 * seed.between(1, 4);
        coupons.push([words::word(seed, 1).to_uppercase().into(), off.into(), false.into()]);
        let orders = [("name", Kind::Text), ("city", Kind::Text), ("total", number)];
        vec![products, cart, coupons, table(ORDERS, &orders)]
    }

    fn view(&self, view: &mut View<'_>) {
        frame::bar(view, &[(cart_word(view), BASKET)]);
        match view.page().name {
            "product" => detail(view),
            "cart" => cart(view),
            "checkout" => checkout(view),
            "order" => order(view),
            _ => home(view),
        }
    }
}

fn cart_word(view: &View<'_>) -> &'static str {
    view.word(["Cart", "Basket", "Bag"])
}

fn money(view: &View<'_>, cents: i64) -> String {
    let sign = view.word(["$", "€", "£"]);
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

fn home(view: &mut View<'_>) {
    view.heading(view.word(["Products", "All goods", "What we sell"]));
    let entry = view.entry();
    let (query, kind) = (entry.asks("q").to_lowercase(), entry.asks("show"));
    let fits = |row: &&Row| {
        let name = row.cells[NAME].text().to_lowercase();
        name.contains(&query) && (kind.is_empty() || row.cells[KIND].text() == kind)
    };
    let mut rows: Vec<&Row> = frame::rows(view, PRODUCTS).filter(fits).collect();
    match entry.asks("sort") {
        "name" => rows.sort_by_key(|row| row.cells[NAME].text()),
        "price" => rows.sort_by_key(|row| row.cells[PRICE].number()),
        _ => {}
    }
    view.input("q", "Search", entry.asks("q"));
    frame::choose(view, "Kind", &[frame::ANY, KINDS[0], KINDS[1], KINDS[2]]);
    view.button(view.word(["Search", "Find", "Show"])).does(Do::Run(frame::ask, 0));
    view.submit(Do::Run(frame::ask, 0));
    frame::sort(view, "By name", "name");
    frame::sort(view, "By price", "price");
    frame::pages(view, Role::List, &rows, 5, |view, row| {
        let price = money(view, row.cells[PRICE].number());
        view.link(row.cells[NAME].text()).value(price).does(Do::Go(DETAIL.on(row.number)));
    });
}

fn detail(view: &mut View<'_>) {
    let row = view.row();
    let number = |column| view.cell(PRODUCTS, row, column).map_or(0, Cell::number);
    let (price, left) = (number(PRICE), number(LEFT));
    view.heading(view.cell_text(PRODUCTS, row, NAME));
    view.text(money(view, price));
    view.text(view.cell_text(PRODUCTS, row, KIND));
    view.text(if left > 0 { format!("{left} left") } else { "Sold out".to_owned() });
    view.input("quantity", "Quantity", "1");
    let label = view.word(["Add to cart", "Buy", "Put in bag"]);
    view.button(label).does(Do::Run(add, row)).disabled(left == 0);
    view.submit(if left > 0 { Do::Run(add, row) } else { Do::Nothing });
}

fn add(stage: &mut Stage<'_>, product: u32) -> Done {
    let left = stage.cell(PRODUCTS, product, LEFT).map_or(0, Cell::number);
    let draft = stage.surface.top().draft("quantity").unwrap_or("1");
    let Some(wanted) = draft.parse().ok().filter(|wanted: &i64| (1..100).contains(wanted)) else {
        stage.flaw("quantity", "Enter a number");
        return Ok(());
    };
    let lines = stage.world.facts.table(CART).map(Table::rows).unwrap_or_default();
    let line = lines.iter().find(|line| line.cells[PRODUCT].number() == i64::from(product));
    let quantity = wanted + line.map_or(0, |line| line.cells[QUANTITY].number());
    let (line, full) = (line.map(|line| line.number), lines.len() >= MAX_LINES);
    if quantity > left {
        stage.flaw("quantity", "Not so many left");
    } else if full && line.is_none() {
        stage.toast("The cart is full");
    } else {
        stage.request()?;
        stage.save(CART, line, vec![i64::from(product).into(), quantity.into()])?;
        stage.toast("Added");
    }
    Ok(())
}

/// What the cart costs, and what of it a coupon takes off.
fn total(facts: &diorama_world::Facts) -> (i64, i64) {
    let table = |name| facts.table(name).map(Table::rows).unwrap_or_default();
    let price = |line: &Row| {
        let product = u32::try_from(line.cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let price = facts.table(PRODUCTS).and_then(|products| products.cell(product, PRICE));
        price.map_or(0, Cell::number).saturating_mul(line.cells[QUANTITY].number())
    };
    let sum = table(CART).iter().map(price).fold(0, i64::saturating_add);
    let used = table(COUPONS).iter().filter(|coupon| coupon.cells[USED].flag());
    let off = used.map(|coupon| coupon.cells[OFF].number()).fold(0, i64::saturating_add);
    (sum, off.min(sum))
}

fn cart(view: &mut View<'_>) {
    view.heading(cart_word(view));
    let lines: Vec<&Row> = frame::rows(view, CART).collect();
    if lines.is_empty() {
        view.text("Nothing here");
        return;
    }
    frame::pages(view, Role::List, &lines, MAX_LINES, |view, line| {
        let product = u32::try_from(line.cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let name = view.cell_text(PRODUCTS, product, NAME);
        let quantity = line.cells[QUANTITY].number().to_string();
        view.add(Role::ListItem, name).value(quantity);
        view.button("Remove").does(Do::Run(remove, line.number));
    });
    let (sum, off) = total(&view.world.facts);
    if off > 0 {
        view.text(format!("Coupon: -{}", money(view, off)));
    } else {
        view.input("coupon", "Coupon", "");
        view.button("Apply").does(Do::Run(redeem, 0));
        view.submit(Do::Run(redeem, 0));
    }
    view.text(format!("Total: {}", money(view, sum - off)));
    let empty = Dialog::new("Empty the cart", "Remove everything?")
        .button("Remove", Do::Run(clear, 0))
        .button("Cancel", Do::Nothing);
    view.button("Empty").does(Do::Ask(Box::new(empty)));
    view.link(view.word(["Checkout", "Go to checkout", "Order"])).does(Do::Go(CHECKOUT));
}

fn remove(stage: &mut Stage<'_>, line: u32) -> Done {
    stage.request()?;
    stage.delete(CART, line)
}

fn clear(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.request()?;
    let lines = stage.world.facts.table(CART).map(Table::rows).unwrap_or_default();
    for line in lines.iter().map(|line| line.number).collect::<Vec<_>>() {
        stage.delete(CART, line)?;
    }
    Ok(())
}

fn redeem(stage: &mut Stage<'_>, _: u32) -> Done {
    let coupons = stage.world.facts.table(COUPONS).map(Table::rows).unwrap_or_default();
    let typed = stage.draft("coupon");
    let known = coupons.iter().find(|coupon| coupon.cells[0].text().eq_ignore_ascii_case(typed));
    let Some(coupon) = known.map(|coupon| coupon.number) else {
        stage.flaw("coupon", "No such coupon");
        return Ok(());
    };
    stage.request()?;
    stage.store(COUPONS, coupon, USED, true.into())?;
    stage.replace(BASKET);
    Ok(())
}

fn checkout(view: &mut View<'_>) {
    view.heading("Checkout");
    let (sum, off) = total(&view.world.facts);
    if sum == 0 {
        view.text("Nothing here");
        return;
    }
    view.input("name", "Name", "");
    view.input("city", "City", "");
    view.button(view.word(["Use my location", "Find me", "Where I am"])).does(Do::Run(locate, 0));
    view.radios("pay", "Payment", &["Card", "Transfer", "Cash"], "");
    view.tick("terms", "I accept the terms", false);
    view.text(format!("Total: {}", money(view, sum - off)));
    view.button(view.word(["Place order", "Buy now", "Order"])).does(Do::Run(buy, 0));
    view.submit(Do::Run(buy, 0));
}

fn locate(stage: &mut Stage<'_>, _: u32) -> Done {
    stage.permit("location")?;
    let city = account::city(stage).to_owned();
    stage.surface.fill("city", city);
    Ok(())
}

fn buy(stage: &mut Stage<'_>, _: u32) -> Done {
    account::require(
        stage,
        &[("name", "Enter a name"), ("city", "Enter a city"), ("pay", "Choose how to pay")],
    )?;
    if stage.draft("terms") != "yes" {
        stage.toast("Accept the terms first");
        return Ok(());
    }
    stage.request()?;
    let (sum, off) = total(&stage.world.facts);
    let cells: Vec<Cell> =
        vec![stage.draft("name").into(), stage.draft("city").into(), (sum - off).into()];
    let order = stage.save(ORDERS, None, cells)?;
    take_from_stock(stage);
    stage.replace(ORDER.on(order));
    Ok(())
}

/// Takes what was in the cart out of the stock, and empties the cart.
fn take_from_stock(stage: &mut Stage<'_>) {
    let lines = stage.world.facts.table(CART).map(Table::rows).unwrap_or_default().to_vec();
    for Row { number, cells } in lines {
        let product = u32::try_from(cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let left = stage.cell(PRODUCTS, product, LEFT).map_or(0, Cell::number);
        stage.set(PRODUCTS, product, LEFT, (left - cells[QUANTITY].number()).max(0).into());
        if let Some(cart) = stage.world.facts.table_mut(CART) {
            cart.remove(number);
        }
    }
    stage.set(COUPONS, 0, USED, false.into());
}

fn order(view: &mut View<'_>) {
    let row = view.row();
    view.heading(format!("Order {}", row + 1));
    view.text(view.cell_text(ORDERS, row, TO));
    view.text(view.cell_text(ORDERS, row, CITY));
    let total = view.cell(ORDERS, row, TOTAL).map_or(0, Cell::number);
    view.text(format!("Total: {}", money(view, total)));
    view.link(view.word(["Continue shopping", "Back to the shop", "More"])).does(Do::Go(HOME));
}
