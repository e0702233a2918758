//! A small reader of Rust text: tells code, comments and string literals apart, nothing more.

/// A piece of text with the line it starts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) line: usize,
    pub(crate) text: String,
}

/// A string literal, and whether it stands in the brackets of `sql!`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) in_sql: bool,
}

/// A Rust file taken apart. `code` keeps every line in its place, with comments and literals blanked.
#[derive(Debug, Default)]
pub(crate) struct Masked {
    pub(crate) code: String,
    pub(crate) comments: Vec<Piece>,
    pub(crate) literals: Vec<Literal>,
}

/// Takes a Rust file apart.
pub(crate) fn mask(text: &str) -> Masked {
    let mut reader = Reader {
        rest: text.chars().collect(),
        at: 0,
        line: 1,
        depth: 0,
        sql_from: None,
        out: Masked::default(),
    };
    reader.read();
    reader.out
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
    /// How many brackets are open, and how many were when the innermost `sql!` opened.
    depth: usize,
    sql_from: Option<usize>,
    out: Masked,
}

impl Reader {
    fn read(&mut self) {
        while let Some(c) = self.peek(0) {
            match c {
                '/' if self.peek(1) == Some('/') => self.line_comment(),
                '/' if self.peek(1) == Some('*') => self.block_comment(),
                '"' => self.string(),
                'r' | 'b' | 'c' if self.raw_start() => self.raw_string(),
                '\'' => self.quote(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    /// Takes one character as code.
    fn keep(&mut self) {
        if let Some(c) = self.peek(0) {
            self.brackets(c);
            self.out.code.push(c);
            self.advance();
        }
    }

    fn brackets(&mut self, c: char) {
        match c {
            '(' | '[' | '{' => {
                if self.sql_from.is_none() && self.out.code.trim_end().ends_with("sql!") {
                    self.sql_from = Some(self.depth);
                }
                self.depth += 1;
            }
            ')' | ']' | '}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.sql_from == Some(self.depth) {
                    self.sql_from = None;
                }
            }
            _ => {}
        }
    }

    /// Takes one character as something else; line breaks stay in the code so that lines keep their numbers.
    fn skip(&mut self, into: &mut String) {
        if let Some(c) = self.peek(0) {
            into.push(c);
            if c == '\n' {
                self.out.code.push('\n');
            }
            self.advance();
        }
    }

    fn advance(&mut self) {
        if self.peek(0) == Some('\n') {
            self.line += 1;
        }
        self.at += 1;
    }

    fn line_comment(&mut self) {
        let (line, mut text) = (self.line, String::new());
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.skip(&mut text);
        }
        self.out.comments.push(Piece { line, text });
    }

    fn block_comment(&mut self) {
        let (line, mut text, mut depth) = (self.line, String::new(), 0_u32);
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => break,
                _ => {
                    self.skip(&mut text);
                    continue;
                }
            }
            self.skip(&mut text);
            self.skip(&mut text);
            if depth == 0 {
                break;
            }
        }
        self.out.comments.push(Piece { line, text });
    }

    fn string(&mut self) {
        let (line, in_sql, mut text) = (self.line, self.sql_from.is_some(), String::new());
        self.keep();
        while let Some(c) = self.peek(0) {
            if c == '"' {
                break;
            }
            if c == '\\' {
                self.skip(&mut text);
            }
            self.skip(&mut text);
        }
        self.keep();
        self.out.literals.push(Literal { line, text, in_sql });
    }

    /// Whether a raw string starts here: `r"`, `r#"`, `br"`, `cr#"`…
    fn raw_start(&self) -> bool {
        if self.out.code.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            return false;
        }
        let mut ahead = usize::from(self.peek(0) != Some('r'));
        if self.peek(ahead) != Some('r') {
            return false;
        }
        ahead += 1;
        while self.peek(ahead) == Some('#') {
            ahead += 1;
        }
        self.peek(ahead) == Some('"')
    }

    fn raw_string(&mut self) {
        let (line, in_sql) = (self.line, self.sql_from.is_some());
        let mut hashes = 0;
        while let Some(c) = self.peek(0) {
            self.keep();
            match c {
                '#' => hashes += 1,
                '"' => break,
                _ => {}
            }
        }
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                break;
            }
            self.skip(&mut text);
        }
        for _ in 0..=hashes {
            self.keep();
        }
        self.out.literals.push(Literal { line, text, in_sql });
    }

    /// A character literal, or the start of a lifetime.
    fn quote(&mut self) {
        self.keep();
        let closes = self.peek(0) == Some('\\') || self.peek(1) == Some('\'');
        if !closes {
            return;
        }
        let mut dropped = String::new();
        if self.peek(0) == Some('\\') {
            self.skip(&mut dropped);
        }
        self.skip(&mut dropped);
        while self.peek(0).is_some_and(|c| c != '\'') {
            self.skip(&mut dropped);
        }
        self.keep();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code() {
        let parts =
            mask("let a = \"x // no\"; // yes\nlet b = r#\"q\"r\"#; /* c /* d */ e */ let c = '\"';\n");
        assert_eq!(parts.code, "let a = \"\"; \nlet b = r#\"\"#;  let c = '';\n");
        let comments: Vec<&str> = parts.comments.iter().map(|c| c.text.as_str()).collect();
        assert_eq!(comments, ["// yes", "/* c /* d */ e */"]);
        let literals: Vec<(usize, &str)> = parts.literals.iter().map(|l| (l.line, l.text.as_str())).collect();
        assert_eq!(literals, [(1, "x // no"), (2, "q\"r")]);
    }

    #[test]
    fn lifetimes_are_not_characters() {
        let parts = mask("fn f<'a>(x: &'a str) -> char { '\\'' }");
        assert_eq!(parts.code, "fn f<'a>(x: &'a str) -> char { '' }");
    }

    #[test]
    fn the_sql_macro_is_recognised() {
        let parts =
            mask("tx.rows(sql!(\n  concat!(\"select id\", \"from person\")), &[]); other(\"select\")");
        let inside: Vec<bool> = parts.literals.iter().map(|l| l.in_sql).collect();
        assert_eq!(inside, [true, true, false]);
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_string() {
        let parts = mask(r#"let a = "x\"y"; let b = 1;"#);
        assert_eq!(parts.literals[0].text, r#"x\"y"#);
        assert!(parts.code.ends_with("let b = 1;"));
    }
}
