//! The forms in which a call is shown.

use super::call::{Call, Unwritable};
use super::quote::Shell;
use super::{cli, operation, python, rust_code, terraform};

/// What a person chooses first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The operation with its parameters.
    #[default]
    Operation,
    /// A command line.
    Command,
    /// A resource.
    Terraform,
    /// A program.
    Python,
    /// A program.
    Rust,
}

impl Kind {
    /// All, in the order of the chooser.
    pub const ALL: [Self; 5] = [Self::Operation, Self::Command, Self::Terraform, Self::Python, Self::Rust];
}

/// One text to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Parameters with JSON texts opened up.
    Decoded,
    /// Parameters percent-encoded, as the body of the request.
    Encoded,
    /// A command of the `aliyun` command line, quoted for a shell.
    Command(Shell),
    /// The resource of the official provider.
    Terraform,
    /// A program with the official SDK.
    Python,
    /// A program that signs for itself.
    Rust,
}

impl Form {
    /// Writes the call in this form.
    ///
    /// # Errors
    /// When the form cannot hold it.
    pub fn write(self, call: &Call<'_>) -> Result<String, Unwritable> {
        match self {
            Self::Decoded => Ok(operation::decoded(call)),
            Self::Encoded => Ok(operation::encoded(call.parameters)),
            Self::Command(shell) => cli::command(call, shell),
            Self::Terraform => terraform::resource(call).ok_or(Unwritable::NoResource),
            Self::Python => Ok(python::program(call)),
            Self::Rust => Ok(rust_code::program(call)),
        }
    }
}
