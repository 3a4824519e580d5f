//! The schemas of requests in `tests/fixtures/providers/`: written after each API's public
//! reference, and strict, so that a field that nobody knows there is a fault here.

use std::sync::Mutex;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

/// A schema, ready to judge.
pub struct Schema {
    schemas: Mutex<Schemas>,
    index: SchemaIndex,
}

impl Schema {
    /// Compiles the text of a schema (draft 2020-12).
    pub fn new(text: &str) -> Self {
        let schema: Value = serde_json::from_str(text).expect("a schema is JSON");
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource("schema.json", schema).expect("a schema");
        let index = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|e| panic!("{e:#}"));
        Self { schemas: Mutex::new(schemas), index }
    }

    /// What is wrong with a body, in one line.
    pub fn fault(&self, body: &Value) -> Option<String> {
        let schemas = self.schemas.lock().expect("no panic");
        let error = schemas.validate(body, self.index).err()?;
        Some(error.to_string().lines().skip(1).map(str::trim).collect::<Vec<_>>().join("; "))
    }
}
