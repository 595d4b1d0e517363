//! `cargo xtask run --dev`: Trunk rebuilds and reloads the page; our own server answers for it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{
    run::Options,
    server::{self, Server},
    setup,
    step::step,
    web::part,
    workspace::Workspace,
};

/// What Trunk's server hands on to ours.
const PROXIED: [&str; 2] = ["api/", "config.json"];

/// Runs until Trunk ends or Ctrl-C comes.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let tools = setup::dev_tools(workspace)?;
    step("Server: compile", |step| {
        step.run(
            // As `cargo xtask test` builds it: with other features it would be compiled once more.
            workspace.cargo().args(["build", "--locked", "--workspace", "--bin", "kms-console"]),
            "the server does not build: the compiler's words stand above",
        )
    })?;
    // Trunk's hook would build them as well, out of sight.
    part::all(workspace)?;
    // Trunk serves the page; the server still wants a folder to serve.
    fs::create_dir_all(workspace.dist()).context("cannot create the folder of the web build")?;
    let backend =
        Server::start(server::command(workspace, "debug", server::free_port()?, options.seed.as_deref()))?;
    println!("{}", backend.ready_line);
    println!("page with reload: http://127.0.0.1:{}/", options.port);

    let config = write_config(workspace, &backend.url)?;
    let mut trunk = workspace.command(&tools.trunk);
    trunk
        .env("PATH", &tools.search_path)
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // Trunk takes only `true` and `false` here and would refuse the customary `1`.
        .env("NO_COLOR", "true")
        .arg("serve")
        .arg("--config")
        .arg(config)
        .args(["--address", "127.0.0.1", "--port", &options.port.to_string(), "--public-url", "/"])
        .args(["--locked", "--open"])
        .arg(options.open.to_string())
        .arg("--dist")
        .arg(workspace.target.join("dist-dev"));
    match server::run_beside(trunk)? {
        Some(status) if !status.success() => bail!("trunk ended: its words stand above"),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// `Trunk.toml` plus the address of the server that was just started. Trunk works in the folder of its
/// configuration: relative paths become absolute, and the folder must lie below the root, wherever the
/// target folder is, for cargo looks there for the settings of the workspace.
fn write_config(workspace: &Workspace, backend: &str) -> Result<PathBuf> {
    let text = fs::read_to_string(workspace.root.join("Trunk.toml")).context("cannot read Trunk.toml")?;
    let config = with_backend(&text, &workspace.root, backend)?;
    let folder = workspace.root.join("target/xtask");
    fs::create_dir_all(&folder).context("cannot create the state folder of xtask")?;
    let path = folder.join("trunk-dev.json");
    fs::write(&path, serde_json::to_vec_pretty(&config)?).context("cannot write Trunk's configuration")?;
    Ok(path)
}

fn with_backend(trunk_toml: &str, root: &Path, backend: &str) -> Result<Value> {
    let mut config: Value = toml::from_str(trunk_toml).context("cannot parse Trunk.toml")?;
    for place in ["/build/target", "/build/dist"] {
        if let Some(path) = config.pointer_mut(place) {
            absolute(path, root);
        }
    }
    for place in ["/watch/watch", "/watch/ignore"] {
        for path in config.pointer_mut(place).and_then(Value::as_array_mut).into_iter().flatten() {
            absolute(path, root);
        }
    }
    let host = backend.trim_start_matches("http://").trim_end_matches('/');
    let proxies: Vec<Value> = PROXIED
        .iter()
        .map(|path| {
            json!({
                "backend": format!("{backend}{path}"),
                "no_system_proxy": true,
                "no_redirect": true,
                // The server compares these with its own address to refuse calls from other sites.
                "request_headers": { "host": host, "origin": format!("http://{host}") },
            })
        })
        .collect();
    config.as_object_mut().context("Trunk.toml is empty")?.insert("proxy".to_owned(), proxies.into());
    Ok(config)
}

fn absolute(path: &mut Value, root: &Path) {
    if let Some(relative) = path.as_str() {
        *path = root.join(relative).display().to_string().into();
    }
}

#[cfg(test)]
mod tests;
