//! A shop: products with search, kinds and order; what follows from the cart on is in `till`.

mod till;

use super::super::{frame, lists};
use crate::{
    Seed,
    ui::{App, Do, Done, Page, Stage, View, table},
    words,
};
use diorama_world::{
    Role,
    facts::{Cell, Kind, Table},
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

const ORDERS: &str = "orders";

const HOME: Page = Page::new("shop", "home");
const DETAIL: Page = Page::new("shop", "product");
const BASKET: Page = Page::new("shop", "cart");

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
            "cart" => till::cart(view),
            "checkout" => till::checkout(view),
            "order" => till::order(view),
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
    let kinds = [lists::ANY, KINDS[0], KINDS[1], KINDS[2]];
    lists::search(view, "Kind", &kinds, ["Search", "Find", "Show"]);
    lists::sort(view, "By name", "name");
    lists::sort(view, "By price", "price");
    let rows = lists::found(view, PRODUCTS, [NAME, KIND], &[("name", NAME), ("price", PRICE)]);
    lists::pages(view, Role::List, &rows, 5, |view, row| {
        let price = money(view, row.cells[PRICE].number());
        view.link(row.cells[NAME].text()).value(price).does(Do::Go(DETAIL.on(row.number)));
    });
}

fn detail(view: &mut View<'_>) {
    let row = view.row();
    let (price, left) = (view.number(PRODUCTS, row, PRICE), view.number(PRODUCTS, row, LEFT));
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
    let left = stage.number(PRODUCTS, product, LEFT);
    let draft = stage.surface.top().draft("quantity").unwrap_or("1");
    let Some(wanted) = draft.parse().ok().filter(|wanted: &i64| (1..100).contains(wanted)) else {
        stage.flaw("quantity", "Enter a number");
        return Ok(());
    };
    let lines = stage.world.rows(CART);
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
