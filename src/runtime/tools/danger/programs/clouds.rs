//! Containers, clusters, clouds and databases.

use super::{Danger, is_flag};

pub(super) fn danger(name: &str, rest: &[&str]) -> Option<Danger> {
    let has = |word: &str| rest.contains(&word);
    let starts = |start: &str| rest.iter().any(|word| word.starts_with(start));
    match name {
        "kubectl" | "oc" | "k" if has("delete") || has("drain") => {
            Some("deletes from a cluster (kubectl delete)")
        }
        "kubectl" | "oc" | "k" if has("replace") && starts("--force") => {
            Some("deletes from a cluster (kubectl replace)")
        }
        "helm" if has("uninstall") || has("delete") => {
            Some("takes a program out of a cluster (helm uninstall)")
        }
        "terraform" | "tofu" | "terragrunt"
            if has("destroy") || starts("-destroy") || starts("--destroy") =>
        {
            Some("takes infrastructure down (terraform destroy)")
        }
        "terraform" | "tofu" | "terragrunt" if starts("-auto-approve") || starts("--auto-approve") => {
            Some("changes infrastructure without a look (-auto-approve)")
        }
        "pulumi" | "cdk" | "sls" | "serverless" | "vagrant" if has("destroy") || has("remove") => {
            Some("takes infrastructure down")
        }
        "docker" | "podman" | "nerdctl" => containers(rest),
        "docker-compose" if has("down") && (has("-v") || has("--volumes")) => {
            Some("deletes volumes (compose down -v)")
        }
        "aws" => {
            let deletes = |word: &&str| {
                ["delete-", "terminate-", "deregister-", "purge-", "remove-"]
                    .iter()
                    .any(|start| word.starts_with(start))
            };
            let bucket = has("s3") && (has("rb") || has("rm") || starts("--delete"));
            (bucket || rest.iter().any(deletes)).then_some("deletes in a cloud (aws)")
        }
        "gcloud" | "az" | "doctl" | "linode-cli" | "hcloud" | "flyctl" | "fly" | "heroku" => {
            let deletes = |word: &&str| {
                matches!(*word, "delete" | "destroy" | "purge")
                    || word.ends_with(":destroy")
                    || word.ends_with(":reset")
            };
            rest.iter().any(deletes).then_some("deletes in a cloud")
        }
        "gsutil" if has("rm") || has("rb") => Some("deletes in a cloud (gsutil rm)"),
        "gh" | "glab" if has("delete") => Some("deletes at a forge (gh … delete)"),
        "redis-cli"
            if rest
                .iter()
                .any(|word| matches!(word.to_ascii_lowercase().as_str(), "flushall" | "flushdb")) =>
        {
            Some("empties a database (FLUSHALL)")
        }
        "dropdb" | "dropuser" => Some("drops what a database holds (dropdb)"),
        "mysqladmin" if has("drop") => Some("drops what a database holds"),
        "rclone" if ["delete", "purge", "sync"].iter().any(|word| rest.first() == Some(word)) => {
            Some("deletes at the other end (rclone)")
        }
        "npm" | "yarn" | "pnpm" if has("unpublish") => Some("takes a package back (npm unpublish)"),
        "apt" | "apt-get" | "dnf" | "yum" | "pacman" | "brew"
            if ["remove", "purge", "autoremove", "erase", "-Rns", "-R", "uninstall"]
                .iter()
                .any(|word| has(word)) =>
        {
            Some("takes programs away")
        }
        _ => None,
    }
}

fn containers(rest: &[&str]) -> Option<Danger> {
    let has = |word: &str| rest.contains(&word);
    if has("prune") {
        return Some("deletes containers, images or volumes (docker … prune)");
    }
    if has("volume") && (has("rm") || has("remove")) {
        return Some("deletes volumes (docker volume rm)");
    }
    if has("compose") && has("down") && (has("-v") || has("--volumes")) {
        return Some("deletes volumes (compose down -v)");
    }
    let forced = rest.iter().any(|word| is_flag(word, "f") || *word == "--force");
    if matches!(rest.first(), Some(&"rm" | &"rmi")) && forced {
        return Some("deletes containers or images (docker rm -f)");
    }
    let opens = |word: &&str| {
        *word == "--privileged"
            || word.contains("docker.sock")
            || word.starts_with("/:/")
            || *word == "--pid=host"
    };
    (has("run") && rest.iter().any(opens)).then_some("gives a container the whole machine (docker run)")
}
