//! The browser: clock, storage, focus, clipboard, `Intl`. Nothing else here touches `js_sys` or `web_sys` globals.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// Text of the locale file that `boot.js` has loaded.
    #[wasm_bindgen(thread_local_v2, js_name = kmscLocaleText)]
    static LOCALE_TEXT: Option<String>;

    #[wasm_bindgen(js_namespace = globalThis, js_name = setTimeout)]
    fn set_timeout_raw(handler: &js_sys::Function, millis: i32) -> JsValue;

    /// What JavaScript writes as if it were a function.
    fn import(address: &str) -> js_sys::Promise;
}

/// Text of the locale file that was loaded with the page.
pub fn locale_text() -> Option<String> {
    LOCALE_TEXT.with(Clone::clone)
}

/// Milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// Milliseconds since the page was opened; never jumps.
pub fn performance_now() -> f64 {
    window().performance().map_or_else(now, |performance| performance.now())
}

/// 0 to 1, for jitter only.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Waits.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| drop(set_timeout_raw(&resolve, millis)));
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}

/// The page.
pub fn document() -> Document {
    leptos::prelude::document()
}

/// A setting kept in this browser.
pub fn stored(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Keeps or drops a setting; a browser that refuses storage just forgets it.
pub fn store(name: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(value.map_or_else(|| storage.remove_item(name), |value| storage.set_item(name, value)));
    }
}

/// Names the window.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// A value of the query part of the address bar, where it has no escapes.
pub fn query_value(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    let mut pairs = search.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, value)| *key == name && !value.contains('%')).map(|(_, value)| value.to_owned())
}

/// What the Back button does.
pub fn history_back() {
    if let Ok(history) = window().history() {
        drop(history.back());
    }
}

/// `content` of a `<meta>`.
pub fn meta(name: &str) -> Option<String> {
    document().query_selector(&format!("meta[name=\"{name}\"]")).ok().flatten()?.get_attribute("content")
}

/// `href` of a `<link>` by its id, resolved to an absolute address.
pub fn link(id: &str) -> Option<String> {
    let link: web_sys::HtmlLinkElement = document().get_element_by_id(id)?.dyn_into().ok()?;
    Some(link.href())
}

/// Puts the style sheets of the later parts into the page, and waits for them. In the finished build they are links that
/// only prefetch; in a development build they are style sheets from the start.
pub async fn later_styles() -> Result<(), JsValue> {
    let waiting = "link[rel=prefetch][as=style]";
    let Some(link) = document().query_selector(waiting)?.and_then(|link| link.dyn_into().ok()) else {
        return Ok(());
    };
    let link: web_sys::HtmlLinkElement = link;
    let loaded = js_sys::Promise::new(&mut |resolve, reject| {
        link.set_onload(Some(&resolve));
        link.set_onerror(Some(&reject));
    });
    link.set_rel("stylesheet");
    let outcome = wasm_bindgen_futures::JsFuture::from(loaded).await;
    if outcome.is_err() {
        // The next part that is wanted tries again.
        link.set_rel("prefetch");
    }
    outcome.map(drop)
}

/// A function of the script module that a `<link>` names by its id; the browser loads each module once.
pub async fn module_function(link_id: &str, name: &str) -> Result<js_sys::Function, JsValue> {
    let address = link(link_id).ok_or(JsValue::NULL)?;
    let module = wasm_bindgen_futures::JsFuture::from(import(&address)).await?;
    js_sys::Reflect::get(&module, &name.into())?.dyn_into()
}

/// Calls a function with one text. With few forms of calls, the files of the first page name few of the browser's.
pub fn call(function: &js_sys::Function, text: &str) -> Result<JsValue, JsValue> {
    function.call1(&JsValue::UNDEFINED, &text.into())
}

/// Calls a function with one object of these parts.
pub fn call_with<const N: usize>(
    function: &js_sys::Function,
    parts: [(&str, JsValue); N],
) -> Result<JsValue, JsValue> {
    let object = js_sys::Object::new();
    for (name, value) in parts {
        js_sys::Reflect::set(&object, &name.into(), &value)?;
    }
    function.call1(&JsValue::UNDEFINED, &object)
}

/// What stands in a field.
pub fn field_text(field: &Element) -> String {
    let text = js_sys::Reflect::get(field, &"value".into());
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Where the selection of a field begins and ends, in UTF-16.
pub fn field_selection(field: &Element) -> (usize, usize) {
    let read = |name: &str| js_sys::Reflect::get(field, &name.into()).ok()?.as_f64();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length, far below 2^32")]
    let place = |name: &str| read(name).unwrap_or_default() as usize;
    (place("selectionStart"), place("selectionEnd"))
}

/// Writes into a field and selects in it.
pub fn set_field(field: &Element, text: Option<&str>, (start, end): (usize, usize)) {
    let write = |name: &str, value: &str| drop(js_sys::Reflect::set(field, &name.into(), &value.into()));
    if let Some(text) = text {
        write("value", text);
    }
    // The browser reads numbers from texts.
    write("selectionEnd", &end.to_string());
    write("selectionStart", &start.to_string());
}

/// Moves the keyboard to an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        drop(element.focus());
    }
}

/// Moves the keyboard to the first element that a selector finds; says whether there is one.
pub fn focus_selector(selector: &str) -> bool {
    let Ok(Some(element)) = document().query_selector(selector) else { return false };
    focus(&element);
    true
}

/// Whether the keyboard is inside what a selector finds.
pub fn is_focus_in(selector: &str) -> bool {
    focused().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// What has the keyboard now.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Puts a text on the clipboard.
pub fn copy(text: &str) {
    drop(window().navigator().clipboard().write_text(text));
}

/// A text in small letters, for searching. The browser has the tables of all scripts; Rust's own would be 8 kB of the
/// first page.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    #[cfg(target_family = "wasm")]
    return js_sys::JsString::from(text).to_lower_case().into();
    #[cfg(not(target_family = "wasm"))]
    return text.to_lowercase();
}

/// Runs after the next paint, when what was just rendered can be focused and measured.
pub fn after_render(action: impl FnOnce() + 'static) {
    request_animation_frame(action);
}

/// Milliseconds since 1970 of an ISO 8601 time; none when it is no time.
pub fn parse_time(text: &str) -> Option<f64> {
    let time = js_sys::Date::parse(text);
    time.is_finite().then_some(time)
}

/// A day as `2027-01-02` in the reader's time zone.
pub fn day(time: f64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(time));
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// Day and time in the reader's time zone and language, for tooltips.
pub fn day_and_time(time: f64, tag: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(time));
    String::from(date.to_locale_string(tag, &JsValue::UNDEFINED))
}

/// The time now as ISO 8601 with zone.
pub fn iso_now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// The zone of the reader as ISO 8601 writes it: `+08:00`, `Z`.
pub fn zone() -> String {
    // Minutes that UTC is ahead.
    let offset = js_sys::Date::new_0().get_timezone_offset();
    let minutes = crate::number::whole(offset.abs());
    if minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if offset > 0.0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Time of day as `14:03:27`.
pub fn time_of_day(time: f64) -> String {
    let date = js_sys::Date::new(&JsValue::from_f64(time));
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}

/// Saves a text as a file.
pub fn download(name: &str, content: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(content));
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(Ok(link)) = document().create_element("a").map(JsCast::dyn_into::<web_sys::HtmlAnchorElement>) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    drop(web_sys::Url::revoke_object_url(&address));
}
