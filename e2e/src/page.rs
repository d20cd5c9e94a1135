//! A page in Markdown whose sections are written again one by one.

const SECTION: &str = "\n## ";

/// The page with these sections, by title and text, in the places of the old ones. The others
/// stay as they are; `titles` has all that there may be, in their order.
pub fn rewritten(old: &str, head: &str, titles: &[&str], sections: &[(&str, String)]) -> String {
    let mut page = head.to_owned();
    for title in titles {
        let new = sections.iter().find(|(written, _)| written == title);
        let text = new.map(|(_, text)| text.as_str());
        if let Some(text) = text.or_else(|| standing(old, title)) {
            page += &format!("{SECTION}{title}\n\n{}\n", text.trim());
        }
    }
    page
}

/// The text of a section, if the page has it.
fn standing<'a>(page: &'a str, title: &str) -> Option<&'a str> {
    let mut sections = page.split(SECTION).skip(1);
    sections.find_map(|section| section.strip_prefix(title)?.strip_prefix('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_written_again_without_the_others() {
        let titles = ["One", "One more", "Two"];
        let both = [("One", "| 1 |".to_owned()), ("Two", "| 2 |\n".to_owned())];
        let first = rewritten("", "# Head\n", &titles, &both);
        assert_eq!(first, "# Head\n\n## One\n\n| 1 |\n\n## Two\n\n| 2 |\n");
        let second = rewritten(&first, "# Head\n", &titles, &[("One", "| 3 |".into())]);
        assert_eq!(second, first.replace("| 1 ", "| 3 "));
    }
}
