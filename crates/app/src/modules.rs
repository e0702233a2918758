//! The contexts, in the order of the navigation.

use web::Module;

/// All contexts of the program.
pub fn modules() -> Vec<Module> {
    vec![
        crate::health::module(),
        identity::module(),
        process::module(),
        procedure::module(),
        dossier::module(),
        payment::module(),
        indicator::module(),
        plan::module(),
        postal::module(),
        consultation::module(),
    ]
}
