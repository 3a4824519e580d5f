//! No capabilities, and no way to gain any.

use rustix::thread::{
    CapabilitiesSecureBits, CapabilitySet, CapabilitySets, capability_is_in_bounding_set,
    clear_ambient_capability_set, remove_capability_from_bounding_set, set_capabilities,
    set_capabilities_secure_bits, set_no_new_privs,
};

use super::super::error::WallError;
use super::super::report::{Report, Wall};

/// No program that this thread starts gains rights from its file (setuid, capabilities).
pub(super) fn give_up(report: &mut Report) -> Result<(), WallError> {
    let given = set_no_new_privs(true);
    report.enter(Wall::Privileges, Ok(()));
    given.map_err(|error| WallError::wall(Wall::Privileges, &error))
}

/// Takes all capabilities from this thread, and from root among those that it starts.
pub(super) fn drop_capabilities() -> Result<(), WallError> {
    let refused = |error: rustix::io::Errno| WallError::wall(Wall::Privileges, &error);
    // Both only where we may: whoever may not has nothing to lose there, and no_new_privs holds anyway.
    let _ = set_capabilities_secure_bits(
        CapabilitiesSecureBits::NO_ROOT
            | CapabilitiesSecureBits::NO_ROOT_LOCKED
            | CapabilitiesSecureBits::NO_SETUID_FIXUP
            | CapabilitiesSecureBits::NO_SETUID_FIXUP_LOCKED
            | CapabilitiesSecureBits::KEEP_CAPS_LOCKED
            | CapabilitiesSecureBits::NO_CAP_AMBIENT_RAISE
            | CapabilitiesSecureBits::NO_CAP_AMBIENT_RAISE_LOCKED,
    );
    for bit in 0..64 {
        let one = CapabilitySet::from_bits_retain(1 << bit);
        match capability_is_in_bounding_set(one) {
            Ok(true) => {
                let _ = remove_capability_from_bounding_set(one);
            }
            Ok(false) => {}
            // Beyond the last one that the kernel knows.
            Err(_) => break,
        }
    }
    let _ = clear_ambient_capability_set();
    let none = CapabilitySet::empty();
    set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })
        .map_err(refused)
}
