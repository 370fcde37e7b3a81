//! Crate: <https://example.org/crate>
/// Function, see [docs](https://example.org/docs).
fn f<'a>(x: &'a str) -> char { let s = r#"https://example.org/"raw"#; '"' } // https://example.org/end
