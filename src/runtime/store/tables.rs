//! What tables there are, as the database itself says: a table that is added later is known here
//! without a word.

use rusqlite::Connection;

/// The tables that have rows of users, which are those with the columns `tenant` and `user`.
pub(super) fn of_users(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT t.name FROM pragma_table_list t
         WHERE t.schema = 'main' AND t.type = 'table'
           AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'tenant')
           AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'user')
         ORDER BY t.name",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// Refuses new rows of users that were erased or became another one, in each table of users: who
/// looked a user up before that cannot write for it afterwards.
pub(super) fn guard(connection: &Connection) -> rusqlite::Result<()> {
    for table in of_users(connection)? {
        connection.execute_batch(&format!(
            "CREATE TRIGGER IF NOT EXISTS \"{table}_of_gone\" BEFORE INSERT ON \"{table}\"
             WHEN EXISTS (SELECT 1 FROM gone WHERE id = NEW.user)
             BEGIN SELECT RAISE(ABORT, 'this user was erased or merged'); END"
        ))?;
    }
    Ok(())
}

/// The indexes of words (FTS5).
pub(super) fn of_words(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%' AND lower(sql) LIKE '%using fts5%'",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.collect()
}

/// A table with its columns, in their order.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

/// The tables whose rows are taken elsewhere: all but those that others are made of, and the place
/// in the log of this store.
pub(super) fn of_content(connection: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut statement = connection.prepare(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'absorbed'
         ORDER BY name",
    )?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut tables = Vec::new();
    for name in names {
        let name = name?;
        let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")?;
        let columns = columns.query_map([&name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

impl Table {
    /// Whether its rows are those of users.
    pub(super) fn is_of_users(&self) -> bool {
        ["tenant", "user"].iter().all(|wanted| self.columns.iter().any(|column| column == wanted))
    }
}

/// Whether each user has at most one row: user and tenant are the whole primary key.
pub(super) fn has_one_of_each(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) = 2 AND count(*) FILTER (WHERE name IN ('tenant', 'user')) = 2
               FROM pragma_table_info(?1) WHERE pk > 0";
    connection.query_row(sql, [table], |row| row.get(0))
}
