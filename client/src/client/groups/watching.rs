//! Watching a private channel: what is new, and what has changed of what was shown.

use super::{posts::PrivatePost, Client};
use crate::{defaults::HISTORY, Result};
use postern_conversations::Position;
use std::collections::BTreeMap;

/// Messages that are looked at again: what is older and edited, deleted or reacted to is not
/// shown once more.
const REMEMBERED: usize = 64;

/// What is read at a time: all that is remembered, and what may have come since.
const PAGE: u32 = 2 * REMEMBERED as u32;

/// What of a private channel was shown already.
#[derive(Clone, Debug, Default)]
pub struct Watched {
    shown: BTreeMap<Position, PrivatePost>,
}

impl Watched {
    /// Whether something is to be shown, which is then remembered.
    fn is_news(&mut self, post: &PrivatePost) -> bool {
        let Some(number) = post.sequence_number else {
            return false;
        };
        if self
            .shown
            .get(&number)
            .is_some_and(|shown| says_the_same(shown, post))
        {
            return false;
        }
        self.shown.insert(number, post.clone());
        true
    }

    fn forget_old(&mut self) {
        while self.shown.len() > REMEMBERED {
            self.shown.pop_first();
        }
    }
}

/// Whether two states of a place are the same to who has said it and to those who reacted: what
/// people are called, and what of an answered message is left, is no news.
fn says_the_same(one: &PrivatePost, other: &PrivatePost) -> bool {
    let reactions = |post: &PrivatePost| -> Vec<_> {
        let made = post.reactions.iter();
        made.map(|made| (made.from.clone(), made.reaction.clone()))
            .collect()
    };
    let said = |post: &PrivatePost| {
        (
            post.id.clone(),
            post.text.clone(),
            post.edited_at.clone(),
            post.deleted,
        )
    };
    said(one) == said(other) && reactions(one) == reactions(other)
}

impl Client {
    /// What blocks have of a private channel and `watched` has not; the last of it if that is
    /// empty. A message that was edited, deleted or reacted to comes again.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn watch_privately(
        &self,
        name: &str,
        watched: &mut Watched,
    ) -> Result<Vec<PrivatePost>> {
        let mut from = watched.shown.keys().next().copied();
        let mut news = Vec::new();
        loop {
            let limit = if from.is_some() { PAGE } else { HISTORY };
            let page = self.read_privately(name, from, limit).await?;
            let is_whole = from.is_some() && page.len() == limit as usize;
            let last = page.iter().filter_map(|post| post.sequence_number).max();
            news.extend(page.into_iter().filter(|post| watched.is_news(post)));
            watched.forget_old();
            // Those that no block has come last, and may fill a page.
            if !is_whole || last <= from {
                return Ok(news);
            }
            from = last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(number: Option<Position>, text: &str) -> PrivatePost {
        PrivatePost {
            sequence_number: number,
            text: Some(text.into()),
            ..PrivatePost::default()
        }
    }

    #[test]
    fn what_is_new_or_was_changed_is_shown_and_nothing_else() {
        let mut watched = Watched::default();
        assert!(watched.is_news(&post(Some(1), "hello")));
        assert!(!watched.is_news(&post(Some(1), "hello")));
        assert!(watched.is_news(&post(Some(1), "hello!")));
        assert!(!watched.is_news(&post(None, "in no block yet")));
        let with_handle = PrivatePost {
            handle: Some("dave".into()),
            ..post(Some(1), "hello!")
        };
        assert!(!watched.is_news(&with_handle), "nothing was said");
        assert!(watched.is_news(&post(Some(2), "hello")));
    }

    #[test]
    fn only_the_last_messages_are_remembered() {
        let mut watched = Watched::default();
        for number in 0..100 {
            assert!(watched.is_news(&post(Some(number), "text")));
            watched.forget_old();
        }
        assert_eq!(watched.shown.len(), REMEMBERED);
        assert_eq!(watched.shown.keys().next(), Some(&36));
    }
}
