//! The secrets of a formation.
