//! Vectors of one user, in one piece of memory, for an exact scan.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};

use super::rows::scope_of;
use super::{MAX_DIMENSION, MemoryError, Scope, Sight, Vector};
use crate::runtime::principal::Principal;
use crate::runtime::store::numbers::unsigned;

/// What the vectors of all users together may take here, in bytes.
const MOST: usize = 64 << 20;

/// As what is kept of a user was at some time. Who was forgotten and is remembered again has another number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct As {
    pub(super) number: i64,
    pub(super) change: i64,
}

/// The vectors of one user by one model, each of length 1.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Matrix {
    /// When it was read.
    at: As,
    dimension: usize,
    rows: Vec<Row>,
    values: Vec<f32>,
    /// Where in `rows` a memory is, sorted by the memory.
    places: Vec<(i64, usize)>,
}

/// What a look needs of a memory beside its vector.
#[derive(Debug)]
pub(super) struct Row {
    seq: i64,
    pub(super) scope: Scope,
    pub(super) updated_at: u64,
}

/// Matrices of users who were asked about lately.
#[derive(Debug, Default)]
pub(in crate::runtime) struct Cache(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    matrices: HashMap<(Principal, String), (u64, Arc<Matrix>)>,
    bytes: usize,
    clock: u64,
    /// How often something was forgotten: what was read before is not kept here after it.
    forgettings: u64,
}

/// The vector with length 1; refuses one that has no direction.
pub(super) fn unit(vector: &Vector) -> Result<Vec<f32>, MemoryError> {
    let length = vector.values.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
    if vector.values.is_empty() || vector.values.len() > MAX_DIMENSION || !length.is_normal() {
        return Err(MemoryError::BadVector);
    }
    #[expect(clippy::cast_possible_truncation, reason = "vectors are compared in single precision")]
    Ok(vector.values.iter().map(|v| (f64::from(*v) / length) as f32).collect())
}

pub(super) fn to_bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

impl Cache {
    /// The user's vectors by `model` as they are `now`.
    pub(super) fn get(
        &self,
        connection: &Connection,
        who: &Principal,
        model: &str,
        now: As,
    ) -> rusqlite::Result<Arc<Matrix>> {
        let key = (who.clone(), model.to_owned());
        let begun = {
            let mut inner = self.inner();
            if let Some(matrix) = inner.hit(&key, now) {
                return Ok(matrix);
            }
            inner.forgettings
        };
        let matrix = Arc::new(Matrix::read(connection, who, model, now)?);
        let mut inner = self.inner();
        if inner.forgettings == begun {
            inner.put(key, &matrix);
        }
        Ok(matrix)
    }

    /// Nothing of the user is here any more.
    pub(super) fn forget(&self, who: &Principal) {
        self.inner().forget(|user| user == who);
    }

    /// Nothing of anybody is here any more.
    pub(in crate::runtime) fn forget_all(&self) {
        self.inner().forget(|_| true);
    }

    /// Of how many users something is here.
    #[cfg(test)]
    pub(super) fn users(&self) -> usize {
        self.inner().matrices.len()
    }

    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        // It is only a cache; what a panic left is looked up again.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn hit(&mut self, key: &(Principal, String), now: As) -> Option<Arc<Matrix>> {
        self.clock += 1;
        let (used, matrix) = self.matrices.get_mut(key).filter(|(_, matrix)| matrix.at == now)?;
        *used = self.clock;
        Some(Arc::clone(matrix))
    }

    fn forget(&mut self, whose: impl Fn(&Principal) -> bool) {
        self.forgettings += 1;
        let bytes = &mut self.bytes;
        self.matrices.retain(|(user, _), (_, matrix)| {
            let stays = !whose(user);
            *bytes -= if stays { 0 } else { matrix.bytes() };
            stays
        });
    }

    fn put(&mut self, key: (Principal, String), matrix: &Arc<Matrix>) {
        if matrix.bytes() > MOST / 4 {
            // It is read each time, rather than push everybody else's out.
            return;
        }
        if let Some((_, old)) = self.matrices.insert(key, (self.clock, Arc::clone(matrix))) {
            self.bytes -= old.bytes();
        }
        self.bytes += matrix.bytes();
        while self.bytes > MOST {
            let oldest = self.matrices.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            let Some((_, gone)) = oldest.and_then(|key| self.matrices.remove(&key)) else { return };
            self.bytes -= gone.bytes();
        }
    }
}

impl Matrix {
    fn read(connection: &Connection, who: &Principal, model: &str, at: As) -> rusqlite::Result<Self> {
        let mut matrix = Self { at, ..Self::default() };
        let mut statement = connection.prepare_cached(
            "SELECT m.seq, m.scope, m.scope_id, v.vector, m.updated_at FROM memory m JOIN memory_vector v ON v.seq = m.seq
             WHERE m.tenant = ?1 AND m.user = ?2 AND v.model = ?3 AND m.superseded_by IS NULL AND v.dimension > 0",
        )?;
        let mut rows = statement.query(params![who.tenant(), who.user(), model])?;
        while let Some(row) = rows.next()? {
            let bytes = row.get_ref(3)?.as_blob()?;
            let dimension = bytes.len() / size_of::<f32>();
            if matrix.rows.is_empty() {
                matrix.dimension = dimension;
            }
            // A model whose vectors changed their length: the others are no longer comparable.
            if dimension == matrix.dimension {
                let (seq, updated_at) = (row.get(0)?, row.get(4).map(unsigned)?);
                matrix.places.push((seq, matrix.rows.len()));
                matrix.rows.push(Row { seq, scope: scope_of(row, 1)?, updated_at });
                let (values, _) = bytes.as_chunks::<4>();
                matrix.values.extend(values.iter().map(|value| f32::from_le_bytes(*value)));
            }
        }
        matrix.places.sort_unstable();
        Ok(matrix)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is known of a memory that has a vector.
    pub(super) fn row(&self, seq: i64) -> Option<&Row> {
        let place = self.places.binary_search_by_key(&seq, |(seq, _)| *seq).ok()?;
        self.rows.get(self.places[place].1)
    }

    fn bytes(&self) -> usize {
        let ids: usize = self.rows.iter().map(|row| row.scope.id().len()).sum();
        let each = size_of::<Row>() + size_of::<(i64, usize)>();
        self.values.len() * size_of::<f32>() + self.rows.len() * each + ids
    }

    /// The `most` nearest to `question` (of length 1) that are seen, the nearest first, by the cosine. All are looked
    /// at. Nothing where the question has another length.
    pub(super) fn nearest(&self, question: &[f32], sight: &Sight, most: usize) -> Vec<(i64, f32)> {
        if question.len() != self.dimension || self.dimension == 0 {
            return Vec::new();
        }
        let rows = self.rows.iter().zip(self.values.chunks_exact(self.dimension));
        let seen = rows.filter(|(row, _)| sight.sees(&row.scope));
        let mut near: Vec<(i64, f32)> = seen.map(|(row, values)| (row.seq, dot(question, values))).collect();
        let order = |a: &(i64, f32), b: &(i64, f32)| -> Ordering { b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)) };
        // Only those that have a place are put in order.
        if near.len() > most {
            near.select_nth_unstable_by(most, order);
            near.truncate(most);
        }
        near.sort_unstable_by(order);
        near
    }
}

/// In eight sums, so that the compiler may take as many numbers at once; by places, for iterators of two slices in step are
/// calls where nothing is inlined across crates.
pub(in crate::runtime) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (a, rest_a) = a.as_chunks::<8>();
    let (b, rest_b) = b.as_chunks::<8>();
    let most = a.len().min(b.len());
    let (a, b) = (&a[..most], &b[..most]);
    for at in 0..most {
        for lane in 0..8 {
            sums[lane] += a[at][lane] * b[at][lane];
        }
    }
    let rest: f32 = if rest_a.is_empty() { 0.0 } else { rest_a.iter().zip(rest_b).map(|(a, b)| a * b).sum() };
    sums.iter().sum::<f32>() + rest
}
