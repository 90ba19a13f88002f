#pragma once
/// A ledger's records without its seals. Private to the room.

#include "store/ledger.hpp"
#include "store/log_reader.hpp"

#include <optional>

namespace nightjar::backtest {

/// The next record that the engine wrote: seals are the store's own.
inline core::Result<std::optional<store::LogRecord>> next_record(store::LogReader& reader) {
    for (;;) {
        NJ_TRY(record, reader.next());
        if (!record || record->type != static_cast<std::uint16_t>(store::Ledger::seal_type))
            return record;
    }
}

}  // namespace nightjar::backtest
