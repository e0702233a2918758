//! What a template can reach: the other templates, its data, its QR code, four fonts. No disk, no network, no clock.

use std::collections::BTreeMap;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};

use crate::SetupError;

const FONTS: &[&[u8]] = &[
    include_bytes!("../fonts/LiberationSerif-Regular.ttf"),
    include_bytes!("../fonts/LiberationSerif-Bold.ttf"),
    include_bytes!("../fonts/LiberationSerif-Italic.ttf"),
    include_bytes!("../fonts/LiberationSerif-BoldItalic.ttf"),
];

/// The data of a form, as its template names it.
const DATA: &str = "data.json";
/// The QR code of a form, as its template names it.
const CODE: &str = "qr.svg";

/// What is the same for all forms.
pub(crate) struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    data: FileId,
    code: FileId,
}

impl Shared {
    pub(crate) fn new() -> Result<Self, SetupError> {
        let fonts: Vec<Font> = FONTS.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        if fonts.len() != FONTS.len() {
            return Err(SetupError::Refused("a font".to_owned()));
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            data: file_id(DATA)?,
            code: file_id(CODE)?,
        })
    }
}

/// The id of a file beside the templates.
pub(crate) fn file_id(name: &str) -> Result<FileId, SetupError> {
    let path = VirtualPath::new(name).map_err(|_| SetupError::Refused(format!("the path `{name}`")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One form with its data.
pub(crate) struct Sheet<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) sources: &'a BTreeMap<&'static str, Source>,
    pub(crate) main: FileId,
    pub(crate) data: Bytes,
    pub(crate) code: Option<Bytes>,
}

impl World for Sheet<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = id.get().vpath();
        self.sources.get(path.get_without_slash()).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.data {
            return Ok(self.data.clone());
        }
        if id == self.shared.code {
            return self.code.clone().ok_or_else(|| missing(id));
        }
        self.source(id).map(|source| Bytes::from_string(source.text().to_owned()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.get(index).cloned()
    }

    /// Forms carry their day in the data: a template that asks the clock is wrong.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
