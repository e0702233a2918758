//! `cargo metadata`: who depends on whom, and under which licences.

use crate::shell::{cargo, read};
use anyhow::{Context as _, Result};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The workspace and everything it pulls in.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    packages: Vec<Package>,
    #[serde(rename = "workspace_members")]
    members: Vec<String>,
    target_directory: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    #[serde(default)]
    pub(crate) license: Option<String>,
    #[serde(default)]
    pub(crate) license_file: Option<String>,
    pub(crate) dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Nothing for an ordinary one, `dev`, or `build`.
    pub(crate) kind: Option<String>,
}

impl Workspace {
    /// Asks cargo, with the lock as it is.
    pub(crate) fn read() -> Result<Self> {
        let printed = read(cargo().args(["metadata", "--format-version=1", "--locked"]))?;
        serde_json::from_str(&printed).context("failed to read what `cargo metadata` printed")
    }

    /// Our own packages.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.members.contains(&package.id))
    }

    /// Everybody else's.
    pub(crate) fn foreign(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| !self.members.contains(&package.id))
    }

    /// The names of our own packages.
    pub(crate) fn names(&self) -> BTreeSet<&str> {
        self.members().map(|package| package.name.as_str()).collect()
    }

    /// Where cargo builds.
    pub(crate) fn target_directory(&self) -> &Path {
        Path::new(&self.target_directory)
    }

    /// A workspace for a test: own packages with their edges.
    #[cfg(test)]
    pub(crate) fn of(edges: &[(&str, &[&str])]) -> Self {
        let package = |name: &str, to: &[&str]| Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: "0.0.0".to_owned(),
            license: None,
            license_file: None,
            dependencies: to.iter().map(|n| Dependency { name: (*n).to_owned(), kind: None }).collect(),
        };
        Self {
            packages: edges.iter().map(|(name, to)| package(name, to)).collect(),
            members: edges.iter().map(|(name, _)| (*name).to_owned()).collect(),
            target_directory: "target".to_owned(),
        }
    }

    /// Adds a foreign package for a test.
    #[cfg(test)]
    pub(crate) fn with_foreign(mut self, name: &str, license: Option<&str>) -> Self {
        self.packages.push(Package {
            id: format!("foreign {name}"),
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            license_file: None,
            dependencies: Vec::new(),
        });
        self
    }
}
