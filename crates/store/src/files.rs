//! Content-addressed files (scans, attachments): named by their SHA-256, written and synced before the row that
//! names them, never changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures::executor::block_on;
use object_store::ObjectStoreExt as _;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::journal::hex;

/// The store of files.
#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
    objects: Arc<LocalFileSystem>,
}

impl Files {
    /// Opens the store in `root`, making the folder where it is missing.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let broken = |source| StoreError::File { path: root.display().to_string(), source };
        std::fs::create_dir_all(root).map_err(broken)?;
        let objects =
            LocalFileSystem::new_with_prefix(root).map_err(|error| broken(std::io::Error::other(error)))?;
        Ok(Self { root: root.to_owned(), objects: Arc::new(objects) })
    }

    /// Keeps `content`; its SHA-256 in hexadecimal. Keeping the same content twice keeps it once.
    pub fn put(&self, content: Bytes) -> Result<String, StoreError> {
        let hash = hex(&Sha256::digest(&content));
        let place = place(&hash).ok_or_else(|| StoreError::Archive("hash".to_owned()))?;
        let failed = |source| StoreError::File { path: place.to_string(), source };
        if block_on(self.objects.head(&place)).is_err() {
            block_on(self.objects.put(&place, content.into()))
                .map_err(|error| failed(std::io::Error::other(error)))?;
            // The store renames but does not sync; a row must never name a file that a power cut can lose.
            let file = self.root.join(place.as_ref());
            std::fs::File::open(&file).and_then(|file| file.sync_all()).map_err(failed)?;
            if let Some(folder) = file.parent() {
                std::fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
            }
        }
        Ok(hash)
    }

    /// The content named `hash`; [`StoreError::Missing`] where there is none. The content is checked against its
    /// name, so that a damaged file is never handed out.
    pub fn get(&self, hash: &str) -> Result<Bytes, StoreError> {
        let place = place(hash).ok_or(StoreError::Missing)?;
        let read = block_on(async { self.objects.get(&place).await?.bytes().await });
        let content = read.map_err(|error| match error {
            object_store::Error::NotFound { .. } => StoreError::Missing,
            error => StoreError::File { path: place.to_string(), source: std::io::Error::other(error) },
        })?;
        if hex(&Sha256::digest(&content)) == hash {
            Ok(content)
        } else {
            Err(StoreError::Archive(format!("file {hash} is damaged")))
        }
    }

    /// The names of all files, sorted.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let broken = |source| StoreError::File { path: self.root.display().to_string(), source };
        let mut names = Vec::new();
        for folder in std::fs::read_dir(&self.root).map_err(broken)? {
            let folder = folder.map_err(broken)?.path();
            if !folder.is_dir() {
                continue;
            }
            for file in std::fs::read_dir(&folder).map_err(broken)? {
                let name = file.map_err(broken)?.file_name().to_string_lossy().into_owned();
                if name.len() == 64 {
                    names.push(name);
                }
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

/// `ab/abcdef…`: a folder a leading byte keeps folders small.
fn place(hash: &str) -> Option<ObjectPath> {
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase()) {
        return None;
    }
    Some(ObjectPath::from(format!("{}/{hash}", hash.get(..2)?)))
}
