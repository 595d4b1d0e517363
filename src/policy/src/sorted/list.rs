/// Iterators as lists.
pub(crate) trait Listed: Iterator + Sized {
    /// All items. `collect` does the same, compiled to several times the code: it takes the first item apart, to ask how
    /// many follow.
    fn list(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        for item in self {
            list.push(item);
        }
        list
    }
}

impl<I: Iterator> Listed for I {}
