#pragma once
/// The tables of the views. Private to the room.
///
/// The declared type of a column says what its text is, to SQLite and to ViewKind alike: DECIMAL
/// TEXT, JSON TEXT, TIME INTEGER (ns), FLAG INTEGER. `record` is the number of the record in the
/// ledger, seals included, that a row comes from.

namespace nightjar::store {

/// To be raised with every change of the tables or of what is written to them: older views are made
/// anew.
inline constexpr int views_schema_version = 2;

extern const char* const views_schema;

}  // namespace nightjar::store
