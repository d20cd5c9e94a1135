//! The commands of the guide, by the heading that they stand below.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// A block of commands: its heading, and its place among the blocks below that heading.
type Place = (String, usize);

/// The guide, which remembers what of it has been run.
pub struct Guide {
    blocks: BTreeMap<Place, String>,
    taken: Mutex<BTreeSet<Place>>,
}

impl Guide {
    /// Reads the page.
    pub fn read(page: &Path) -> Self {
        let page = fs::read_to_string(page).expect("there is a guide");
        let mut blocks = BTreeMap::new();
        let (mut heading, mut number) = (String::new(), 0);
        let mut lines = page.lines();
        while let Some(line) = lines.next() {
            if line == "```sh" {
                let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
                blocks.insert((heading.clone(), number), block.join("\n"));
                number += 1;
            } else if let Some(title) = line.strip_prefix("## ") {
                heading = title.trim().into();
                number = 0;
            }
        }
        Self {
            blocks,
            taken: Mutex::default(),
        }
    }

    /// The block of this number below this heading.
    pub fn block(&self, heading: &str, number: usize) -> &str {
        let place = (heading.to_owned(), number);
        let block = self.blocks.get(&place);
        let block = block.unwrap_or_else(|| panic!("the guide has no block {place:?}"));
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.insert(place);
        block
    }

    /// Where blocks stand that nobody took.
    pub fn left(&self) -> Vec<Place> {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let all = self.blocks.keys();
        all.filter(|place| !taken.contains(*place))
            .cloned()
            .collect()
    }
}
