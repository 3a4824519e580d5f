//! Disks, file systems, and the machine as a whole.

use super::{Danger, is_flag};

pub(super) fn danger(name: &str, rest: &[&str]) -> Option<Danger> {
    let has = |word: &str| rest.contains(&word);
    if name == "mkfs" || name.starts_with("mkfs.") || matches!(name, "mke2fs" | "mkswap" | "newfs") {
        return Some("makes a new file system (mkfs)");
    }
    match name {
        "dd" if rest.iter().any(|word| word.strip_prefix("of=").is_some_and(is_disk)) => {
            Some("writes over a disk (dd of=/dev/…)")
        }
        "wipefs" | "blkdiscard" | "sgdisk" | "sfdisk" | "fdisk" | "parted"
            if !has("-l") && !has("--list") =>
        {
            rest.iter().any(|word| word.starts_with("/dev/")).then_some("changes a disk")
        }
        "shred" | "srm" => Some("deletes files for good (shred)"),
        "lvremove" | "vgremove" | "pvremove" => Some("deletes a volume"),
        "zpool" | "zfs" | "btrfs" if has("destroy") || has("delete") => Some("deletes a file system"),
        "cryptsetup"
            if rest.iter().any(|word| word.to_lowercase().starts_with("luks")) && !has("luksDump") =>
        {
            Some("changes an encrypted disk")
        }
        "shutdown" | "reboot" | "halt" | "poweroff" => Some("stops the machine"),
        "init" | "telinit" if has("0") || has("6") => Some("stops the machine"),
        "systemctl" if ["poweroff", "reboot", "halt", "kexec"].iter().any(|word| has(word)) => {
            Some("stops the machine")
        }
        "systemctl" if ["stop", "disable", "mask"].iter().any(|word| has(word)) => Some("stops a service"),
        "killall5" => Some("ends all programs"),
        "iptables" | "ip6tables" | "nft" if has("-F") || has("--flush") || has("flush") => {
            Some("takes the firewall away")
        }
        "ufw" if has("disable") || has("reset") => Some("takes the firewall away"),
        "userdel" | "deluser" | "groupdel" => Some("deletes a user"),
        "truncate" if rest.windows(2).any(|two| two == ["-s", "0"]) || has("-s0") || has("--size=0") => {
            Some("empties a file (truncate -s 0)")
        }
        "tee" if rest.iter().any(|word| is_disk(word) || word.starts_with("/etc/sudoers")) => {
            Some("writes over a disk or a file of the system")
        }
        "cp" | "mv" | "cat" if rest.last().is_some_and(|word| is_disk(word)) && rest.len() > 1 => {
            Some("writes over a disk")
        }
        "mv" if rest.last() == Some(&"/dev/null") => Some("throws a file away (mv … /dev/null)"),
        "setenforce" if has("0") => Some("takes a protection of the system away"),
        "insmod" | "rmmod" => Some("changes the kernel"),
        "history" if has("-c") => Some("wipes out its traces (history -c)"),
        "del" | "erase" if any(rest, &["/s", "/q", "/f"]) => Some("deletes files (del /s)"),
        "rd" | "rmdir" if any(rest, &["/s"]) => Some("deletes directories (rd /s)"),
        "format" if rest.first().is_some_and(|word| word.len() == 2 && word.ends_with(':')) => {
            Some("formats a disk")
        }
        "remove-item" | "ri" if any(rest, &["-recurse", "-force", "-r", "-fo"]) => {
            Some("deletes files (Remove-Item -Recurse)")
        }
        "powershell" | "pwsh" if rest.iter().any(|word| is_encoded(word)) => {
            Some("runs what is encoded (-EncodedCommand)")
        }
        "passwd" if rest.iter().any(|word| is_flag(word, "dl")) => Some("changes a password"),
        _ => None,
    }
}

/// `-EncodedCommand`, which may be cut short.
fn is_encoded(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    lower == "-ec" || (lower.len() > 1 && "-encodedcommand".starts_with(&lower))
}

fn any(rest: &[&str], flags: &[&str]) -> bool {
    rest.iter().any(|word| flags.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether it is the device of a disk, or of the memory.
pub(super) fn is_disk(path: &str) -> bool {
    let Some(name) = path.strip_prefix("/dev/") else { return false };
    let starts = [
        "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "disk", "rdisk", "mapper/", "md", "loop", "mem", "kmem",
        "dm-",
    ];
    starts.iter().any(|start| name.starts_with(start))
}
