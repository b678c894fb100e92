//! From the cart to the order: quantities, a coupon, the total, checkout.

use super::{
    super::{
        super::{frame, lists},
        account,
    },
    BASKET, CART, COUPONS, HOME, LEFT, MAX_LINES, NAME, ORDERS, PRICE, PRODUCT, PRODUCTS, QUANTITY,
    cart_word, money,
};
use crate::{
    World,
    ui::{Dialog, Do, Done, Page, Stage, View},
};
use diorama_world::{
    Role,
    facts::{Cell, Row},
};

const OFF: usize = 1;
const USED: usize = 2;

const TO: usize = 0;
const CITY: usize = 1;
const TOTAL: usize = 2;

const CHECKOUT: Page = Page::new("shop", "checkout");
const ORDER: Page = Page::new("shop", "order");

/// What the cart costs, and what of it a coupon takes off.
fn total(world: &World) -> (i64, i64) {
    let price = |line: &Row| {
        let product = u32::try_from(line.cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let products = world.facts.table(PRODUCTS);
        let price = products.and_then(|products| products.cell(product, PRICE));
        price.map_or(0, Cell::number).saturating_mul(line.cells[QUANTITY].number())
    };
    let sum = world.rows(CART).iter().map(price).fold(0, i64::saturating_add);
    let used = world.rows(COUPONS).iter().filter(|coupon| coupon.cells[USED].flag());
    let off = used.map(|coupon| coupon.cells[OFF].number()).fold(0, i64::saturating_add);
    (sum, off.min(sum))
}

/// What is in the cart, and what it costs.
pub(super) fn cart(view: &mut View<'_>) {
    view.heading(cart_word(view));
    let lines: Vec<&Row> = lists::rows(view, CART).collect();
    if lines.is_empty() {
        view.text("Nothing here");
        return;
    }
    lists::pages(view, Role::List, &lines, MAX_LINES, |view, line| {
        let product = u32::try_from(line.cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let name = view.cell_text(PRODUCTS, product, NAME);
        let quantity = line.cells[QUANTITY].number().to_string();
        view.add(Role::ListItem, name).value(quantity);
        view.button("Remove").does(Do::Run(remove, line.number));
    });
    let (sum, off) = total(view.world);
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
    let lines = stage.world.rows(CART).iter();
    for line in lines.map(|line| line.number).collect::<Vec<_>>() {
        stage.delete(CART, line)?;
    }
    Ok(())
}

fn redeem(stage: &mut Stage<'_>, _: u32) -> Done {
    let typed = stage.draft("coupon");
    let known = stage
        .world
        .rows(COUPONS)
        .iter()
        .find(|coupon| coupon.cells[0].text().eq_ignore_ascii_case(typed));
    let Some(coupon) = known.map(|coupon| coupon.number) else {
        stage.flaw("coupon", "No such coupon");
        return Ok(());
    };
    stage.request()?;
    stage.store(COUPONS, coupon, USED, true.into())?;
    stage.replace(BASKET);
    Ok(())
}

/// Where it goes, and how it is paid.
pub(super) fn checkout(view: &mut View<'_>) {
    view.heading("Checkout");
    let (sum, off) = total(view.world);
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
    frame::require(
        stage,
        &[("name", "Enter a name"), ("city", "Enter a city"), ("pay", "Choose how to pay")],
    )?;
    if stage.draft("terms") != "yes" {
        stage.toast("Accept the terms first");
        return Ok(());
    }
    stage.request()?;
    let (sum, off) = total(stage.world);
    let cells: Vec<Cell> =
        vec![stage.draft("name").into(), stage.draft("city").into(), (sum - off).into()];
    let order = stage.save(ORDERS, None, cells)?;
    take_from_stock(stage);
    stage.replace(ORDER.on(order));
    Ok(())
}

/// Takes what was in the cart out of the stock, and empties the cart.
fn take_from_stock(stage: &mut Stage<'_>) {
    let lines = stage.world.rows(CART).to_vec();
    for Row { number, cells } in lines {
        let product = u32::try_from(cells[PRODUCT].number()).unwrap_or(u32::MAX);
        let left = stage.number(PRODUCTS, product, LEFT);
        stage.set(PRODUCTS, product, LEFT, (left - cells[QUANTITY].number()).max(0).into());
        if let Some(cart) = stage.world.facts.table_mut(CART) {
            cart.remove(number);
        }
    }
    stage.set(COUPONS, 0, USED, false.into());
}

/// What was ordered.
pub(super) fn order(view: &mut View<'_>) {
    let row = view.row();
    view.heading(format!("Order {}", row + 1));
    view.text(view.cell_text(ORDERS, row, TO));
    view.text(view.cell_text(ORDERS, row, CITY));
    let total = view.number(ORDERS, row, TOTAL);
    view.text(format!("Total: {}", money(view, total)));
    view.link(view.word(["Continue shopping", "Back to the shop", "More"])).does(Do::Go(HOME));
}
